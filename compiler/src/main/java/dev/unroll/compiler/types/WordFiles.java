package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.COMPANION;
import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.source.Companions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of words in files beside the {@code .rnn} file: one on each line, empty lines aside. */
final class WordFiles {
    /** Characters of a word: a longer one is no word, but a file of another kind. */
    private static final int LONGEST = 1000;

    private final Faults faults;
    private final Companions companions;

    WordFiles(Faults faults, Companions companions) {
        this.faults = faults;
        this.companions = companions;
    }

    /** The words of a file, all different. */
    List<String> read(Expr expr) {
        if (!(expr instanceof Expr.Text path)) {
            throw faults.refuse(
                    SETTING_VALUE, expr.span(), "`file` is a path in quotes", "write `file = \"words.txt\"`");
        }
        List<String> words = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        int line = 0;
        for (String written : text(path).split("\r\n|\n|\r", -1)) {
            line++;
            String word = line == 1 && written.startsWith("\uFEFF") ? written.substring(1) : written;
            if (word.isEmpty()) {
                continue;
            }
            if (word.length() > LONGEST) {
                throw faultIn(path, line, "has " + word.length() + " characters; a word has at most " + LONGEST);
            }
            Integer first = lines.putIfAbsent(word, line);
            if (first != null) {
                throw faultIn(path, line, "has `" + Constants.shortened(word) + "` a second time, after line " + first);
            }
            words.add(word);
            if (words.size() > Constants.LARGEST - 2) {
                throw faultIn(path, line, "is one too many: there may be " + (Constants.LARGEST - 2));
            }
        }
        return words;
    }

    /** A fault in the {@code index}-th word of a file that was read. */
    Refused fault(Expr file, int index, List<String> words, String what) {
        return faults.refuse(
                COMPANION,
                file.span(),
                "word " + (index + 1) + " of " + ((Expr.Text) file).value() + ", `"
                        + Constants.shortened(words.get(index)) + "`, " + what);
    }

    private Refused faultIn(Expr.Text path, int line, String what) {
        return faults.refuse(COMPANION, path.span(), "line " + line + " of " + path.value() + " " + what);
    }

    private String text(Expr.Text path) {
        String written = path.value();
        if (written.isEmpty() || !isBelow(written)) {
            throw faults.refuse(
                    COMPANION,
                    path.span(),
                    "`" + Constants.shortened(written) + "` is no path of a file below this file's folder",
                    "put the file beside this one and write its name, with `/` between folders");
        }
        Optional<String> text;
        try {
            text = companions.text(path.span().source(), written);
        } catch (IOException unreadable) {
            throw faults.refuse(
                    COMPANION,
                    path.span(),
                    "`" + Constants.shortened(written) + "` cannot be read as text: " + unreadable.getMessage());
        }
        return text.orElseThrow(() -> faults.refuse(
                COMPANION,
                path.span(),
                "there is no file `" + Constants.shortened(written) + "`",
                "the path begins at the folder of this file"));
    }

    private static boolean isBelow(String path) {
        if (path.startsWith("/") || path.indexOf('\\') >= 0 || path.indexOf(':') >= 0 || path.indexOf('\0') >= 0) {
            return false;
        }
        return List.of(path.split("/", -1)).stream().noneMatch(part -> part.isEmpty() || part.equals(".."));
    }
}
