package dev.unroll.samples;

import dev.unroll.samples.births.BirthsSample;
import dev.unroll.samples.co2.CarbonDioxideSample;
import dev.unroll.samples.customcell.SunspotsSample;
import dev.unroll.samples.dates.DatesSample;
import dev.unroll.samples.names.NamesSample;
import dev.unroll.samples.poetry.PoetrySample;
import dev.unroll.samples.pronounce.PronounceSample;
import dev.unroll.samples.sentimentzh.SentimentSample;
import dev.unroll.samples.seq2seq.ReverserSample;
import dev.unroll.samples.sine.SineSample;
import dev.unroll.samples.spam.SpamSample;
import dev.unroll.samples.stockprice.StockPriceSample;
import dev.unroll.samples.tagger.TaggerSample;
import dev.unroll.samples.weather.WeatherSample;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the sample named on the command line; {@code mvn -Prun -Dsample=stock-price} calls it. */
public final class Run {
    private static final Map<String, Sample> SAMPLES = new LinkedHashMap<>();

    static {
        SAMPLES.put("births", BirthsSample::run);
        SAMPLES.put("stock-price", StockPriceSample::run);
        SAMPLES.put("sine", SineSample::run);
        SAMPLES.put("custom-cell", SunspotsSample::run);
        SAMPLES.put("weather", WeatherSample::run);
        SAMPLES.put("co2", CarbonDioxideSample::run);
        SAMPLES.put("names", NamesSample::run);
        SAMPLES.put("spam", SpamSample::run);
        SAMPLES.put("sentiment-zh", SentimentSample::run);
        SAMPLES.put("tagger", TaggerSample::run);
        SAMPLES.put("poetry", PoetrySample::run);
        SAMPLES.put("dates", DatesSample::run);
        SAMPLES.put("seq2seq", ReverserSample::run);
        SAMPLES.put("pronounce", PronounceSample::run);
    }

    private Run() {}

    /** A sample: trains, prints, writes its files. */
    interface Sample {
        void run(Settings settings) throws IOException;
    }

    /** All names, the default first. */
    static List<String> names() {
        return List.copyOf(SAMPLES.keySet());
    }

    /** Takes the sample's name; {@code births} when there is none. */
    public static void main(String[] arguments) throws IOException {
        String name = arguments.length == 0 ? "births" : arguments[0];
        Sample sample = SAMPLES.get(name);
        if (sample == null) {
            System.err.println("There is no sample " + name + "; the samples are " + String.join(", ", names()));
            System.exit(2);
            return;
        }
        try {
            sample.run(Settings.ofSystem());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
