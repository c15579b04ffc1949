package dev.unroll.samples;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The share of right answers on the same test examples: the model's, and those of two baselines fitted to the same training. */
public record Accuracies(double model, double baseline, double majority) {
    /**
     * Counts.
     *
     * @param known the labels of the training part, which tell the most frequent one
     * @param truth the labels of the test part
     * @param model the model's answers to the test part
     * @param baseline the baseline's
     */
    public static <L> Accuracies of(List<L> known, List<L> truth, List<L> model, List<L> baseline) {
        Map<L, Integer> counts = new HashMap<>();
        known.forEach(label -> counts.merge(label, 1, Integer::sum));
        L most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        double majority = truth.stream()
                .mapToInt(label -> label.equals(most) ? 1 : 0)
                .average()
                .orElseThrow();
        return new Accuracies(share(truth, model), share(truth, baseline), majority);
    }

    private static <L> double share(List<L> truth, List<L> answers) {
        int right = 0;
        for (int i = 0; i < truth.size(); i++) {
            right += truth.get(i).equals(answers.get(i)) ? 1 : 0;
        }
        return (double) right / truth.size();
    }

    /**
     * A table.
     *
     * @param title what was tested
     * @param baseline what the baseline looks at
     */
    public String table(String title, String baseline) {
        return String.format(
                Locale.ROOT,
                "%n%s%n  %-38s %5.1f %%%n  %-38s %5.1f %%%n  %-38s %5.1f %%%n%n",
                title,
                "model",
                100 * model,
                baseline,
                100 * this.baseline,
                "always the most frequent answer",
                100 * majority);
    }
}
