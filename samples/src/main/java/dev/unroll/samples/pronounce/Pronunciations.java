package dev.unroll.samples.pronounce;

import dev.unroll.samples.pronounce.Pronounce.Example;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * The words of the CMU dictionary with their pronunciations, in two parts that never change: a word is in the test part when the CRC-32
 * of its spelling is a multiple of 20. All pronunciations of a word are in one part.
 *
 * @param known words to train with
 * @param test words to be judged by
 */
record Pronunciations(Map<String, List<String>> known, Map<String, List<String>> test) {
    /** Reads {@code pronounce.txt.gz}, whose lines begin with how many letters a word shares with the one before, A for none. */
    static Pronunciations read(Path file) throws IOException {
        Map<String, List<String>> known = new LinkedHashMap<>();
        Map<String, List<String>> test = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            String word = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                word = word.substring(0, line.charAt(0) - 'A') + line.substring(1, tab);
                List<String> phones = List.of(line.substring(tab + 1).split(","));
                (isTest(word) ? test : known).put(word, phones);
            }
        }
        return new Pronunciations(known, test);
    }

    static boolean isTest(String word) {
        CRC32 crc = new CRC32();
        crc.update(word.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue() % 20 == 0;
    }

    /** One example for each pronunciation of the known words. */
    List<Example> examples() {
        List<Example> examples = new ArrayList<>();
        known.forEach((word, phones) -> phones.forEach(one -> examples.add(new Example(word, one))));
        return examples;
    }
}
