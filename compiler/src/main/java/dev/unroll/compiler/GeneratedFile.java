package dev.unroll.compiler;

/**
 * One generated Java file.
 *
 * @param path relative to the root of generated sources, with {@code /}
 * @param text its whole text, lines ended by {@code \n}
 */
public record GeneratedFile(String path, String text) {}
