package dev.unroll.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unroll.compiler.diagnostics.Diagnostic;
import dev.unroll.compiler.diagnostics.DiagnosticCode;
import dev.unroll.compiler.source.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class DiagnosticLogTest {
    private final Source source = new Source("com/acme/stock.rnn", "rnn 1\nmodel Stock {\n  ???\n}\n");
    private final Path path = Path.of("/work/src/main/rnn/com/acme/stock.rnn");
    private final List<String> lines = new ArrayList<>();
    private final DiagnosticLog log = new DiagnosticLog(new Recorded(lines), List.of(new SourceFile(path, source)));

    @Test
    void anErrorNamesFileLineAndColumnAndShowsTheLine() {
        assertThatThrownBy(() -> log.show(List.of(at(22, 25, DiagnosticCode.SYNTAX)), false))
                .isInstanceOf(MojoFailureException.class)
                .hasMessage("Unroll: 1 error in .rnn files, see above");
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("ERROR " + path + ":[3,3] error RNN1014: an equation was expected\n")
                .contains("3 |   ???\n", "^^^", "help: write a name");
    }

    @Test
    void everyDiagnosticIsShownBeforeTheBuildFails() {
        Diagnostic error = at(22, 25, DiagnosticCode.SYNTAX);
        assertThatThrownBy(() -> log.show(List.of(error, at(0, 3, DiagnosticCode.VERSION_UNKNOWN)), false))
                .hasMessage("Unroll: 2 errors in .rnn files, see above");
        assertThat(lines).hasSize(2);
    }

    @Test
    void warningsFailOnlyWhenAsked() throws Exception {
        List<Diagnostic> warning = List.of(at(0, 3, DiagnosticCode.DOC_DANGLING));
        log.show(warning, false);
        assertThat(lines).singleElement().asString().startsWith("WARN " + path + ":[1,1] warning RNN1017: ");
        assertThatThrownBy(() -> log.show(warning, true)).hasMessageContaining("failOnWarnings");
    }

    private Diagnostic at(int start, int end, DiagnosticCode code) {
        return Diagnostic.of(code, source.span(start, end), "an equation was expected")
                .withHelp("write a name");
    }

    /** A log that keeps what it is told. */
    private static final class Recorded extends SystemStreamLog {
        private final List<String> lines;

        Recorded(List<String> lines) {
            this.lines = lines;
        }

        @Override
        public void error(CharSequence content) {
            lines.add("ERROR " + content);
        }

        @Override
        public void warn(CharSequence content) {
            lines.add("WARN " + content);
        }
    }
}
