package dev.unroll.runtime.text;

/**
 * Where an {@code Embedding} of a model takes its first weights from: {@code weights = file("…")}.
 *
 * @param path as written, sought in the working directory and then on the class path
 * @param parameter the name of the table's weight, of shape {@code [V.size, n]}
 * @param vocabulary the name of the vocabulary its rows belong to
 */
public record EmbeddingFile(String path, String parameter, String vocabulary) {}
