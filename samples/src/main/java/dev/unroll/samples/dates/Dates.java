package dev.unroll.samples.dates;

import dev.unroll.samples.dates.DateReader.Example;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Made-up dates from 1950 to 2049, written in many ways of which none can be mistaken: days and months in figures alone only where the
 * month stands as a name or the day is above 12. The same seed gives the same dates; each date comes once, so that parts have none in
 * common.
 */
final class Dates {
    private static final LocalDate FIRST = LocalDate.of(1950, 1, 1);
    private static final int DAYS = 36_525;

    private Dates() {}

    /** So many dates, each another one. */
    static List<Example> of(int count, long seed) {
        Random random = new Random(seed);
        Set<Integer> seen = new HashSet<>();
        List<Example> examples = new ArrayList<>();
        while (examples.size() < count) {
            int day = random.nextInt(DAYS);
            if (seen.add(day)) {
                LocalDate date = FIRST.plusDays(day);
                examples.add(new Example(written(date, random), date.toString()));
            }
        }
        Collections.shuffle(examples, random);
        return examples;
    }

    private static String written(LocalDate date, Random random) {
        int day = date.getDayOfMonth();
        String month = date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        String brief = month.substring(0, 3);
        String weekday = date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        int year = date.getYear();
        String text =
                switch (random.nextInt(day > 12 ? 11 : 9)) {
                    case 0 -> day + " " + month + " " + year;
                    case 1 -> month + " " + day + ", " + year;
                    case 2 -> brief + " " + day + ", " + year;
                    case 3 -> day + ordinal(day) + " of " + month + " " + year;
                    case 4 -> weekday + ", " + month + " " + day + ordinal(day) + ", " + year;
                    case 5 -> weekday.substring(0, 3) + " " + day + " " + brief + " " + year;
                    case 6 -> day + "-" + brief + "-" + year;
                    case 7 -> year + " " + month + " " + day;
                    case 8 -> "the " + day + ordinal(day) + " day of " + month + ", " + year;
                    case 9 -> date.getMonthValue() + "/" + day + "/" + year;
                    default -> day + "." + date.getMonthValue() + "." + year;
                };
        return switch (random.nextInt(4)) {
            case 0 -> text.toUpperCase(Locale.ROOT);
            case 1 -> text.toLowerCase(Locale.ROOT);
            default -> text;
        };
    }

    private static String ordinal(int day) {
        if (day / 10 == 1) {
            return "th";
        }
        return switch (day % 10) {
            case 1 -> "st";
            case 2 -> "nd";
            case 3 -> "rd";
            default -> "th";
        };
    }
}
