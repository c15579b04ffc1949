package dev.unroll.maven;

import dev.unroll.compiler.Compilation.Dump;
import dev.unroll.compiler.Stage;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoExecutionException;

/** The {@code dump} parameter: names of stages in, files out. */
final class Dumps {
    private Dumps() {}

    /**
     * The stages of these names.
     *
     * @throws MojoExecutionException naming one that is no stage, and those that are
     */
    static Set<Stage> stages(List<String> names) throws MojoExecutionException {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        for (String name : names) {
            Optional<Stage> stage = Arrays.stream(Stage.values())
                    .filter(each -> nameOf(each).equals(name.strip()))
                    .findFirst();
            stages.add(stage.orElseThrow(() -> new MojoExecutionException("dump takes "
                    + Arrays.stream(Stage.values()).map(Dumps::nameOf).collect(Collectors.joining(", ")) + ", not "
                    + name)));
        }
        return stages;
    }

    /** Texts by file: {@code Births.ir}, and {@code com/acme/stock.rnn.ast} for a whole file. */
    static SortedMap<String, String> texts(List<Dump> dumps) {
        SortedMap<String, String> texts = new TreeMap<>();
        dumps.forEach(dump -> texts.put(dump.name() + "." + nameOf(dump.stage()), dump.text()));
        return texts;
    }

    private static String nameOf(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
