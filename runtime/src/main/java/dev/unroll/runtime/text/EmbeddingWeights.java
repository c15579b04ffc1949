package dev.unroll.runtime.text;

import dev.unroll.runtime.data.DataException;
import dev.unroll.runtime.data.Excerpt;
import dev.unroll.runtime.data.TextLines;
import dev.unroll.runtime.weights.ParameterView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Weights of an embedding from a text file, as GloVe, word2vec and fastText write them: a token and its numbers per line, separated
 * by blanks; a first line of two whole numbers, how many and how wide, is passed over. UTF-8; a name that ends in {@code .gz} is
 * decompressed. Tokens are taken as they stand; of a token that is there twice the first line counts. Numbers of tokens that the
 * vocabulary does not have are counted but not read.
 */
public final class EmbeddingWeights {
    private EmbeddingWeights() {}

    /**
     * Overwrites the rows of the tokens that the file knows. Nothing changes unless the whole file is sound.
     *
     * @param loader for files on the class path
     * @param table of shape {@code [V.size, n]}
     * @return how many of the vocabulary's tokens the file knows
     * @throws DataException when there is no such file, a line is malformed or of another width, or no token is known; names file
     *     and line
     */
    public static int load(EmbeddingFile file, ClassLoader loader, Vocabulary vocabulary, ParameterView table) {
        int width = Math.toIntExact(table.shape()[1]);
        float[] rows = table.values();
        BitSet known = new BitSet();
        try (TextLines lines = TextLines.open(file.path(), open(file, loader))) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (lines.number() == 1 && isHeading(line, width)) {
                    continue;
                }
                int numbersAt = numbersAt(line, width, lines, file);
                int id = vocabulary.id(line.substring(0, numbersAt).stripTrailing());
                if (id != Vocabulary.UNKNOWN && !known.get(id)) {
                    known.set(id);
                    read(line.substring(numbersAt), rows, id * width, lines);
                }
            }
        }
        if (known.isEmpty()) {
            throw new DataException(
                    file.path() + ": knows none of the " + vocabulary.tokens().size() + " tokens of vocabulary "
                            + vocabulary.spec().name() + ", such as "
                            + Excerpt.of(vocabulary.tokens().get(0)));
        }
        table.setValues(rows);
        return known.cardinality();
    }

    private static InputStream open(EmbeddingFile file, ClassLoader loader) {
        Path path = Path.of(file.path());
        try {
            if (Files.isRegularFile(path)) {
                return Files.newInputStream(path);
            }
        } catch (IOException e) {
            throw new DataException(file.path() + ": cannot be read: " + e.getMessage(), e);
        }
        InputStream resource = loader.getResourceAsStream(file.path());
        if (resource == null) {
            throw new DataException(
                    file.path() + ": no such file in " + Path.of("").toAbsolutePath()
                            + " nor on the class path; weights = file(…) of " + file.parameter()
                            + " needs it for the first training");
        }
        return resource;
    }

    /** "400000 100": tokens and width. */
    private static boolean isHeading(String line, int width) {
        String[] parts = line.strip().split(" ", -1);
        return parts.length == 2
                && width > 1
                && parts[0].matches("[0-9]{1,10}")
                && parts[1].equals(Integer.toString(width));
    }

    /** Where the last {@code width} fields begin. Tokens may hold blanks themselves. */
    private static int numbersAt(String line, int width, TextLines lines, EmbeddingFile file) {
        int at = line.stripTrailing().length();
        int fields = 0;
        int begin = -1;
        while (at > 0) {
            while (at > 0 && !isBlank(line.charAt(at - 1))) {
                at--;
            }
            fields++;
            if (fields == width) {
                begin = at;
                break;
            }
            while (at > 0 && isBlank(line.charAt(at - 1))) {
                at--;
            }
        }
        if (begin <= 0) {
            throw lines.wrong("has " + (fields == 0 ? 0 : fields - 1) + " numbers after the token; " + file.parameter()
                    + " needs " + width);
        }
        // Not a token "the 0.1" but a wider row.
        String token = line.substring(0, begin).stripTrailing();
        String tail = token.substring(token.lastIndexOf(' ') + 1);
        if (tail.length() < token.length() && tail.contains(".") && !Float.isNaN(number(tail))) {
            throw lines.wrong("has more than the " + width + " numbers that " + file.parameter() + " needs");
        }
        return begin;
    }

    private static void read(String numbers, float[] rows, int at, TextLines lines) {
        String[] fields = numbers.strip().split("[ \t]+", -1);
        for (int i = 0; i < fields.length; i++) {
            float x = number(fields[i]);
            if (!Float.isFinite(x)) {
                throw lines.wrong("number " + (i + 1) + " is " + Excerpt.of(fields[i]));
            }
            rows[at + i] = x;
        }
    }

    private static float number(String field) {
        try {
            return Float.parseFloat(field);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
