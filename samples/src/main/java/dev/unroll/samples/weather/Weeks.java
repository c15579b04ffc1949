package dev.unroll.samples.weather;

import dev.unroll.runtime.data.Series;
import java.time.LocalDate;
import java.util.List;

/**
 * The weather cut into examples: four weeks that are known, and the seven days after them, one beginning each day.
 *
 * @param first the first example, which begins at this row
 * @param count how many examples
 */
record Weeks(Series weather, List<LocalDate> dates, int first, int count) {
    static Weeks of(Series weather, List<LocalDate> dates) {
        return new Weeks(weather, dates, 0, weather.rows() - Weather.LOOK_BACK - Weather.AHEAD + 1);
    }

    /** The first example that foretells nothing before a day. */
    int from(LocalDate day) {
        return dates.indexOf(day) - Weather.LOOK_BACK;
    }

    /** Those that foretell nothing that example {@code k} and those after it foretell. */
    Weeks before(int k) {
        return new Weeks(weather, dates, first, k - Weather.AHEAD + 1);
    }

    /** Example {@code k} and those after it. */
    Weeks after(int k) {
        return new Weeks(weather, dates, first + k, count - k);
    }

    /** Day {@code h} of those ahead, from 0; the days before are known and negative. */
    LocalDate day(int k, int h) {
        return dates.get(row(k, h));
    }

    /** The highest temperature of that day. */
    float high(int k, int h) {
        return weather.get(row(k, h), 0);
    }

    private int row(int k, int h) {
        return first + k + Weather.LOOK_BACK + h;
    }

    /** What is known: {@code [example][day][feature]}. */
    float[][][] days() {
        float[][][] days = new float[count][Weather.LOOK_BACK][weather.width()];
        for (int k = 0; k < count; k++) {
            for (int t = 0; t < Weather.LOOK_BACK; t++) {
                for (int f = 0; f < weather.width(); f++) {
                    days[k][t][f] = weather.get(first + k + t, f);
                }
            }
        }
        return days;
    }

    /** The place in the year of the middle day ahead, as a point on a circle: {@code [example][2]}. */
    float[][] seasons() {
        float[][] seasons = new float[count][];
        for (int k = 0; k < count; k++) {
            double angle = 2 * Math.PI * day(k, Weather.AHEAD / 2).getDayOfYear() / 365.25;
            seasons[k] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }
        return seasons;
    }

    /** The highest temperatures of the days ahead: {@code [example][day ahead]}. */
    float[][] highs() {
        float[][] highs = new float[count][Weather.AHEAD];
        for (int k = 0; k < count; k++) {
            for (int h = 0; h < Weather.AHEAD; h++) {
                highs[k][h] = high(k, h);
            }
        }
        return highs;
    }
}
