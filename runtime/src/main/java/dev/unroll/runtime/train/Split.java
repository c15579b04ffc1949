package dev.unroll.runtime.train;

import java.util.Locale;

/**
 * Shares of the examples for training, validation and test. Windows are cut first and divided then. {@code floor(train * n)} of n
 * examples are for training, {@code floor(validation * n)} for validation, {@code floor(test * n)} for the test; when the shares add up
 * to 1, the last part that has a share gets the rest. A pure function of the number of examples, the seed and, stratified, the classes.
 */
public record Split(Kind kind, double train, double validation, double test) {
    /** How examples come into the parts. */
    public enum Kind {
        /** In their order, earliest first. A validation window may look back into the training part; its target never lies there. */
        CHRONOLOGICAL,
        /** Shuffled by the seed. */
        RANDOM,
        /** Shuffled by the seed such that every class has the same shares, as far as whole examples allow. */
        STRATIFIED
    }

    public Split {
        if (!(train > 0 && validation >= 0 && test >= 0 && train + validation + test <= 1 + 1e-9)) {
            throw new IllegalArgumentException("shares must be positive and add up to at most 1, not " + train + ", "
                    + validation + " and " + test);
        }
    }

    public static Split chronological(double train, double validation) {
        return new Split(Kind.CHRONOLOGICAL, train, validation, 0);
    }

    public static Split chronological(double train, double validation, double test) {
        return new Split(Kind.CHRONOLOGICAL, train, validation, test);
    }

    public static Split random(double train, double validation, double test) {
        return new Split(Kind.RANDOM, train, validation, test);
    }

    public static Split stratified(double train, double validation, double test) {
        return new Split(Kind.STRATIFIED, train, validation, test);
    }

    /** How many of {@code examples} are for training. */
    public int trainingExamples(int examples) {
        return validation == 0 && test == 0 && whole() ? examples : share(train, examples);
    }

    /** How many of {@code examples} are for validation. */
    public int validationExamples(int examples) {
        int rest = examples - trainingExamples(examples);
        return test == 0 && whole() ? rest : Math.min(rest, share(validation, examples));
    }

    /** How many of {@code examples} are for the test. */
    public int testExamples(int examples) {
        int rest = examples - trainingExamples(examples) - validationExamples(examples);
        return test == 0 ? 0 : whole() ? rest : Math.min(rest, share(test, examples));
    }

    private boolean whole() {
        return train + validation + test >= 1 - 1e-9;
    }

    private static int share(double share, int examples) {
        // Guards against 0.29 * 100 = 28.999…
        return (int) Math.floor(share * examples + 1e-9);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + "(train = " + train + ", validation = " + validation + ", test = "
                + test + ")";
    }
}
