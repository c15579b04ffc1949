package dev.unroll.compiler.resolve;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.SourceFile;
import dev.unroll.compiler.diagnostics.CompilerBug;
import dev.unroll.compiler.diagnostics.DiagnosticRenderer;
import dev.unroll.compiler.diagnostics.Diagnostics;
import dev.unroll.compiler.parse.RnnParser;
import dev.unroll.compiler.source.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cells and attentions of the language, written in the language: {@code .rnn} files among the compiler's resources. */
public final class Prelude {
    private static final String FOLDER = "/dev/unroll/compiler/prelude/";
    private static final List<String> FILES = List.of("simple_rnn.rnn", "lstm.rnn", "gru.rnn", "attention.rnn");
    private static final Prelude INSTANCE = new Prelude();

    private final Map<String, Decl.Cell> cells = new LinkedHashMap<>();
    private final Map<String, Decl.Attention> attentions = new LinkedHashMap<>();

    private Prelude() {
        for (String file : FILES) {
            for (Decl decl : parsed(file).declarations()) {
                if (decl instanceof Decl.Cell cell) {
                    cells.put(cell.name().text(), cell);
                } else if (decl instanceof Decl.Attention attention) {
                    attentions.put(attention.name().text(), attention);
                }
            }
        }
    }

    /** The prelude of this version. */
    public static Prelude get() {
        return INSTANCE;
    }

    /** Names of its layers as users write them. */
    public List<String> layers() {
        return List.of("SimpleRNN", "LSTM", "GRU");
    }

    /** The cell of an equation name, such as {@code LSTM} or {@code GRUBefore}. */
    public Optional<Decl.Cell> cell(String name) {
        return Optional.ofNullable(cells.get(name));
    }

    /** Its attentions by name. */
    public Map<String, Decl.Attention> attentions() {
        return Collections.unmodifiableMap(attentions);
    }

    private static SourceFile parsed(String file) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<SourceFile> parsed = RnnParser.parse(new Source("prelude/" + file, text(file)), diagnostics);
        if (parsed.isEmpty() || diagnostics.hasErrors()) {
            throw new CompilerBug("prelude", DiagnosticRenderer.render(diagnostics.sorted()));
        }
        return parsed.get();
    }

    private static String text(String file) {
        try (InputStream in = Prelude.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new CompilerBug("prelude", "there is no " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
