package dev.unroll.samples.sentimentzh;

import dev.unroll.runtime.RecurrentModel;
import dev.unroll.runtime.report.Report;
import dev.unroll.runtime.train.ProgressBar;
import dev.unroll.runtime.train.TrainingResult;
import dev.unroll.samples.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chapter's five Chinese reviews through its text model, at both of its sizes, and through its attention model. Five sentences
 * teach nothing about other sentences: this shows that the models have the parameters they should have and can learn by heart.
 */
public final class SentimentSample {
    /** The chapter's reviews; the labels are the chapter's: 1, 0, 1, 0, 1. */
    public static final Map<String, Boolean> REVIEWS = reviews();

    private SentimentSample() {}

    /** Trains each model, prints its size and what it says of the five reviews. Gives the probabilities by model and review. */
    public static Map<String, Map<String, Double>> run(Settings settings) throws IOException {
        Map<String, Map<String, Double>> answers = new LinkedHashMap<>();
        System.out.println(
                "Five reviews, three of them positive, to be learned by heart: nothing is said of other reviews.");
        System.out.println();
        try (Sentiment model = Sentiment.create(settings.seedOr(42))) {
            TrainingResult result = model.train(
                    REVIEWS.entrySet().stream()
                            .map(e -> new Sentiment.Example(e.getKey(), e.getValue()))
                            .toList(),
                    settings.applyTo(Sentiment.TRAINING),
                    ProgressBar.create());
            answers.put("Sentiment", print(model, model.predictAll(List.copyOf(REVIEWS.keySet()))));
            Path file = settings.output("sentiment.unroll");
            model.save(file);
            Path report = settings.output("sentiment.html");
            Report.of(model, result).write(report);
            System.out.printf("%nModel file: %s%nReport: %s%n%n", file, report);
        }
        try (ShortSentiment model = ShortSentiment.create(settings.seedOr(42))) {
            model.train(
                    REVIEWS.entrySet().stream()
                            .map(e -> new ShortSentiment.Example(e.getKey(), e.getValue()))
                            .toList(),
                    settings.applyTo(ShortSentiment.TRAINING),
                    ProgressBar.create());
            answers.put("ShortSentiment", print(model, model.predictAll(List.copyOf(REVIEWS.keySet()))));
            System.out.println();
        }
        try (AttentionSentiment model = AttentionSentiment.create(settings.seedOr(42))) {
            model.train(
                    REVIEWS.entrySet().stream()
                            .map(e -> new AttentionSentiment.Example(e.getKey(), e.getValue()))
                            .toList(),
                    settings.applyTo(AttentionSentiment.TRAINING),
                    ProgressBar.create());
            answers.put("AttentionSentiment", print(model, model.predictAll(List.copyOf(REVIEWS.keySet()))));
        }
        return answers;
    }

    private static Map<String, Boolean> reviews() {
        Map<String, Boolean> reviews = new LinkedHashMap<>();
        reviews.put("这个电影真的很棒!", true);
        reviews.put("我不喜欢这个产品", false);
        reviews.put("服务质量很好", true);
        reviews.put("完全浪费时间", false);
        reviews.put("强烈推荐给大家", true);
        return Collections.unmodifiableMap(reviews);
    }

    private static Map<String, Double> print(RecurrentModel model, float[] probabilities) {
        System.out.printf("%n%s, %,d parameters%n", model.signature().model(), model.parameterCount());
        Map<String, Double> answers = new LinkedHashMap<>();
        int i = 0;
        for (Map.Entry<String, Boolean> review : REVIEWS.entrySet()) {
            System.out.printf(
                    "  positive with probability %.2f, is %-8s  %s%n",
                    probabilities[i], review.getValue() ? "positive" : "negative", review.getKey());
            answers.put(review.getKey(), (double) probabilities[i++]);
        }
        return answers;
    }
}
