package dev.unroll.maven;

import dev.unroll.compiler.source.Source;
import java.nio.file.Path;

/**
 * A {@code .rnn} file that was read.
 *
 * @param path where it is on this machine, absolute
 * @param source its text, named by the path relative to its source folder
 */
record SourceFile(Path path, Source source) {}
