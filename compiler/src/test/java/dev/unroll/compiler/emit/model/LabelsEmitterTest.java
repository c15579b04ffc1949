package dev.unroll.compiler.emit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.Compilation;
import dev.unroll.compiler.CompilerOptions;
import dev.unroll.compiler.GeneratedFile;
import dev.unroll.compiler.RnnCompiler;
import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.emit.InMemoryCompiler;
import dev.unroll.compiler.source.Companions;
import dev.unroll.compiler.source.Source;
import dev.unroll.runtime.device.CpuDevice;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.train.ModelProgram;
import dev.unroll.runtime.train.ModelSignature;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labels and vocabularies that several files share, of any name and length, as far as the Java that is made of them. */
class LabelsEmitterTest {
    private static final String COMMON = """
            rnn 1
            package a
            vocabulary Letters { tokens = characters, max_size = 9 }
            labels Kind { GOOD, BAD }
            labels Example { YES, NO, PERHAPS }
            """;

    /** A classifier of texts; labels, model and the head of its file may be told apart. */
    private static String file(String head, String model, String labels) {
        return "rnn 1\n" + head + """

                model %1$s {
                  input  text : token<Letters>[time]
                  output kind : label<%2$s>
                  kind = text -> Embedding(2) -> GRU(2) -> last -> Dense(%2$s.size) -> softmax
                }
                train %1$s { loss = cross_entropy, optimizer = adam, epochs = 1 }
                """.formatted(model, labels);
    }

    private static Compilation compile(Companions companions, String... texts) {
        List<Source> sources = IntStream.range(0, texts.length)
                .mapToObj(i -> new Source("m/f" + i + ".rnn", texts[i]))
                .toList();
        return RnnCompiler.compile(sources, companions, CompilerOptions.standard());
    }

    private static Compilation sound(String... texts) {
        Compilation compilation = compile(Companions.NONE, texts);
        assertThat(compilation.diagnostics()).isEmpty();
        return compilation;
    }

    private static List<String> enums(Compilation compilation) {
        return compilation.sources().stream()
                .filter(file -> file.text().contains("public enum"))
                .map(GeneratedFile::path)
                .toList();
    }

    @Test
    void modelsOfSeveralFilesAndPackagesShareTheEnumOfTheBlock() throws Exception {
        Compilation compilation = sound(
                COMMON,
                file("package b\nuse a.{Letters, Kind}", "First", "Kind"),
                file("package b\nuse a.{Letters, Kind}", "Second", "Kind"),
                file("package a\nuse a.{Letters, Kind}", "Third", "Kind"),
                file("use a.{Letters, Kind}", "Fourth", "Kind"));
        assertThat(enums(compilation)).containsExactly("a/Kind.java");
        ClassLoader classes = InMemoryCompiler.compile(compilation.sources());
        Class<?> kind = classes.loadClass("a.Kind");
        assertThat(kind.getEnumConstants()).extracting(Object::toString).containsExactly("GOOD", "BAD");
        for (String example : List.of("b.First$Example", "b.Second$Example", "a.Third$Example", "Fourth$Example")) {
            assertThat(classes.loadClass(example).getDeclaredConstructor(String.class, kind))
                    .as(example)
                    .isNotNull();
        }
    }

    /** The using package has a model of the labels' name, and the labels have the name of a class inside of models. */
    @Test
    void packagesTellClassesOfOneNameApart() throws Exception {
        Compilation compilation = sound(
                COMMON,
                file("package b\nuse a.{Letters, Kind}", "Kind", "Kind"),
                file("package a\nuse a.{Letters, Example}", "Judge", "Example"));
        assertThat(enums(compilation)).containsExactly("a/Kind.java", "a/Example.java");
        ClassLoader classes = InMemoryCompiler.compile(compilation.sources());
        assertThat(classes.loadClass("b.Kind$Example")
                        .getDeclaredConstructor(String.class, classes.loadClass("a.Kind")))
                .isNotNull();
        assertThat(classes.loadClass("a.Judge$Example")
                        .getDeclaredConstructor(String.class, classes.loadClass("a.Example")))
                .isNotNull();
    }

    @Test
    void onePackageHasOneClassOfAName() {
        String letters = "vocabulary Letters { tokens = characters, max_size = 9 }\n";
        assertThat(messages(compile(
                        Companions.NONE, file("package b\n" + letters + "labels Kind { GOOD, BAD }", "Kind", "Kind"))))
                .contains("RNN2002 `Kind` is declared twice");
        assertThat(messages(compile(
                        Companions.NONE,
                        file("package b\n" + letters + "labels MProgram { GOOD, BAD }", "M", "MProgram"))))
                .containsExactly("RNN2002 `M` needs a class `MProgram`, and there is one");
        for (String inside : List.of("Example", "Prediction", "Session")) {
            assertThat(messages(compile(
                            Companions.NONE, file(letters + "labels " + inside + " { GOOD, BAD }", "M", inside))))
                    .containsExactly(
                            "RNN2004 `" + inside + "` is a class inside of generated models and, without a package,"
                                    + " cannot name a set of labels");
        }
    }

    private static List<String> messages(Compilation compilation) {
        return compilation.diagnostics().stream()
                .map(LabelsEmitterTest::message)
                .toList();
    }

    private static String message(Diagnostic diagnostic) {
        return diagnostic.code().id() + " " + diagnostic.message();
    }

    private static String words(int count, String tail) {
        return IntStream.range(0, count).mapToObj(i -> "word" + i + tail).collect(Collectors.joining("\n"));
    }

    /** Ten thousand labels, and as many words; the first of them far longer than words are, so that literals must be split. */
    @Test
    void longListsCompileAndComeBack() throws Exception {
        String labels = words(10_000, "");
        String tokens = words(60, "字".repeat(400)) + "\n" + words(10_000, "");
        Companions files = (source, path) -> Optional.of(path.equals("labels.txt") ? labels : tokens);
        Compilation compilation = compile(files, file("""
                package b
                labels Many { file = "labels.txt" }
                vocabulary Letters { tokens = given, file = "words.txt" }
                """, "M", "Many"));
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(enums(compilation)).isEmpty();
        Constructor<?> program = InMemoryCompiler.compile(compilation.sources())
                .loadClass("b.MProgram")
                .getDeclaredConstructor(Device.class);
        program.setAccessible(true);
        try (Device device = CpuDevice.create();
                ModelProgram made = (ModelProgram) program.newInstance(device)) {
            ModelSignature signature = made.signature();
            assertThat(((ModelSignature.Content.Label)
                                    signature.outputs().get(0).content())
                            .labels()
                            .labels())
                    .isEqualTo(List.of(labels.split("\n")));
            assertThat(((ModelSignature.Content.Tokens)
                                    signature.inputs().get(0).content())
                            .vocabulary()
                            .fixed())
                    .isEqualTo(List.of(tokens.split("\n")));
        }
    }

    @Test
    void aFileOfOneEndlessLineIsNoListOfWords() {
        Companions files = (source, path) -> Optional.of("YES\n" + "x".repeat(1001));
        String head = "package b\nvocabulary Letters { tokens = characters, max_size = 9 }\n";
        assertThat(messages(compile(files, file(head + "labels Many { file = \"many.txt\" }", "M", "Many"))))
                .containsExactly("RNN3012 line 2 of many.txt has 1001 characters; a word has at most 1000");
    }

    @Test
    void anEnumHasRoomForSoMany() throws Exception {
        String head = "package b\nvocabulary Letters { tokens = characters, max_size = 9 }\nlabels Many { ";
        Compilation most = sound(file(head + words(2000, ",").replace("\n", " ") + " }", "M", "Many"));
        assertThat(InMemoryCompiler.compile(most.sources()).loadClass("b.Many").getEnumConstants())
                .hasSize(2000);
        assertThat(messages(
                        compile(Companions.NONE, file(head + words(2001, ",").replace("\n", " ") + " }", "M", "Many"))))
                .containsExactly("RNN3005 `Many` has 2001 names, and an enum in Java has room for 2000");
    }
}
