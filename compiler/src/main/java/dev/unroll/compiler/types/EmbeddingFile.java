package dev.unroll.compiler.types;

/**
 * {@code Embedding(n, weights = file("glove.txt"))}: a text file of a token and {@code n} numbers per line, looked up when
 * the vocabulary has been fitted, and not needed any more once the model is saved.
 *
 * @param weight the embedding's weight, such as {@code embedding1.weights}
 * @param vocabulary whose tokens (or labels) are looked up
 * @param file as written
 */
public record EmbeddingFile(String weight, String vocabulary, String file) {}
