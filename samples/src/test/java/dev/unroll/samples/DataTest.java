package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed data is what its list of sources says, and holds no mail address. */
class DataTest {
    private static final Path DATA = Path.of("data");
    private static final String LICENSES = "DATA-LICENSES.md";

    @Test
    void everyFileStandsInTheListOfLicencesWithItsHash() throws Exception {
        assertThat(listed()).isEqualTo(hashes());
    }

    @Test
    void allFilesTogetherAreSmall() throws IOException {
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(2_500_000);
    }

    @Test
    void noMailAddressOrLongNumberIsInTheSubjects() throws IOException {
        assertThat(Files.readAllLines(DATA.resolve("spam.csv")))
                .hasSizeGreaterThan(3_000)
                .noneMatch(line -> line.contains("@") || line.matches(".*\\d{5}.*"));
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (String line : Files.readAllLines(DATA.resolve(LICENSES))) {
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[1].contains("`")) {
                hashes.put(
                        cells[1].replace('`', ' ').strip(),
                        cells[5].replace('`', ' ').strip());
                assertThat(cells[3].strip()).as("source of " + cells[1]).isNotEmpty();
                assertThat(cells[4].strip()).as("licence of " + cells[1]).isNotEmpty();
            }
        }
        return hashes;
    }

    private static Map<String, String> hashes() throws IOException, NoSuchAlgorithmException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files()) {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            hashes.put(file.getFileName().toString(), HexFormat.of().formatHex(hash));
        }
        return hashes;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(DATA)) {
            return files.filter(file -> !file.getFileName().toString().equals(LICENSES))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }
}
