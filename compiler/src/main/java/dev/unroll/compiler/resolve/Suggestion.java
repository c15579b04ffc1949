package dev.unroll.compiler.resolve;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant. */
public final class Suggestion {
  private Suggestion() {}

  /** The nearest of {@code known} to {@code written}: at most a third of its letters differ; ties go by the alphabet. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    int furthest = Math.max(1, written.length() / 3);
    return known.stream()
        .distinct()
        .filter(name -> distance(written, name) <= furthest)
        .min(Comparator.comparingInt((String name) -> distance(written, name)).thenComparing(Comparator.naturalOrder()));
  }

  /** Levenshtein distance without regard to case. */
  private static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
