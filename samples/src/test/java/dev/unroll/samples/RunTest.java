package dev.unroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The names of samples are the same wherever they stand. */
class RunTest {
    /** The build refuses other names before it builds anything. */
    @Test
    void theBuildKnowsTheSamples() throws IOException {
        String pom = Files.readString(Path.of("..", "pom.xml"));
        assertThat(pom)
                .contains("<regex>" + String.join("|", Run.names()) + "</regex>")
                .contains("the samples are " + String.join(", ", Run.names()) + ".")
                .contains("<sample>" + Run.names().get(0) + "</sample>");
    }

    @Test
    void theReadmeTellsOfAllSamples() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        for (String name : Run.names()) {
            assertThat(readme).contains("`" + name + "`");
        }
    }
}
