package dev.unroll.compiler.resolve;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The nearest of {@code known} to {@code written}: at most a third of its letters differ, in a name of one or two
     * letters only their case; ties go by the alphabet.
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        int furthest = written.length() < 3 ? 0 : Math.max(1, written.length() / 3);
        return known.stream()
                .distinct()
                .filter(name -> distance(written, name) <= furthest)
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Steps from one to the other without regard to case: a letter more, less or other, or two neighbours swapped. */
    private static int distance(String a, String b) {
        String left = a.toLowerCase(Locale.ROOT);
        String right = b.toLowerCase(Locale.ROOT);
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : nearer(steps, left, right, i, j);
            }
        }
        return steps[left.length()][right.length()];
    }

    private static int nearer(int[][] steps, String left, String right, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
