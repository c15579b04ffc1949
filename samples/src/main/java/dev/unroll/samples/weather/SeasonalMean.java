package dev.unroll.samples.weather;

import java.time.LocalDate;

/** What is usual at a time of the year: the mean of all days of training that are at most ten days off in the calendar. */
final class SeasonalMean {
    private static final int REACH = 10;
    private static final int DAYS = 366;

    private final double[] sums = new double[DAYS];
    private final int[] counts = new int[DAYS];

    private SeasonalMean() {}

    static SeasonalMean of(Weeks training) {
        SeasonalMean mean = new SeasonalMean();
        for (int k = 0; k < training.count(); k++) {
            for (int d = -REACH; d <= REACH; d++) {
                int place = training.day(k, 0).plusDays(d).getDayOfYear() - 1;
                mean.sums[place] += training.high(k, 0);
                mean.counts[place]++;
            }
        }
        return mean;
    }

    double on(LocalDate day) {
        return sums[day.getDayOfYear() - 1] / counts[day.getDayOfYear() - 1];
    }
}
