package dev.unroll.compiler.types;

import static dev.unroll.compiler.diagnostics.DiagnosticCode.SETTING_VALUE;

import dev.unroll.compiler.ast.Decl;
import dev.unroll.compiler.ast.Expr;
import dev.unroll.compiler.types.VocabularySpec.EmptyText;
import dev.unroll.compiler.types.VocabularySpec.Tokens;
import dev.unroll.compiler.types.VocabularySpec.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Types a {@code vocabulary} block. */
final class VocabularyTyping {
    /** Padding and the unknown token. */
    static final int SPECIAL = 2;

    /** Names of all settings. */
    static final List<String> LEGAL =
            List.of("tokens", "max_size", "min_count", "lowercase", "too_long", "empty", "file");

    private final Faults faults;
    private final WordFiles files;
    private final Constants constants;

    VocabularyTyping(Faults faults, WordFiles files) {
        this.faults = faults;
        this.files = files;
        this.constants = new Constants(faults);
    }

    /** The block; every setting is looked at, whatever the others' faults. */
    VocabularySpec spec(Decl.Vocabulary block) {
        int before = faults.diagnostics().errorCount();
        Settings settings = new Settings(faults, block.name(), block.settings(), LEGAL, Set.of());
        Optional<Tokens> tokens = faults.attempt(() -> word(
                settings.need("tokens", "there is characters, words, whitespace and given"),
                "tokens",
                Tokens.values()));
        Optional<Integer> minCount =
                settings.get("min_count").flatMap(e -> faults.attempt(() -> minCount(e, settings)));
        boolean lowercase = settings.get("lowercase")
                .flatMap(e -> faults.attempt(() -> flag(e)))
                .orElse(false);
        Optional<TooLong> tooLong =
                settings.get("too_long").flatMap(e -> faults.attempt(() -> word(e, "too_long", TooLong.values())));
        Optional<EmptyText> empty =
                settings.get("empty").flatMap(e -> faults.attempt(() -> word(e, "empty", EmptyText.values())));
        Optional<List<String>> fixed = settings.get("file").flatMap(e -> faults.attempt(() -> fixed(e, settings)));
        fixed.ifPresent(words -> faults.attempt(() -> {
            checkWords(settings.get("file").orElseThrow(), words, tokens, lowercase);
        }));
        Optional<Integer> size = fixed.isPresent() || settings.get("file").isPresent()
                ? fixed.map(words -> words.size() + SPECIAL)
                : faults.attempt(() -> size(settings));
        if (faults.diagnostics().errorCount() > before) {
            throw new Refused();
        }
        return new VocabularySpec(
                block.name().text(),
                tokens.orElseThrow(),
                size.orElseThrow(),
                minCount.orElse(1),
                lowercase,
                tooLong.orElse(TooLong.REFUSE),
                empty.orElse(EmptyText.REFUSE),
                fixed);
    }

    private int size(Settings settings) {
        Expr expr = settings.need(
                "max_size", "write `max_size = 10000`, the padding and the unknown token counted, or `file = \"…\"`");
        return (int) constants.whole(expr, "`max_size`", SPECIAL + 1, Constants.LARGEST);
    }

    private int minCount(Expr expr, Settings settings) {
        if (settings.get("file").isPresent()) {
            throw withFile(expr, "min_count");
        }
        return constants.size(expr, "`min_count`");
    }

    private List<String> fixed(Expr expr, Settings settings) {
        settings.get("max_size").ifPresent(size -> {
            throw withFile(size, "max_size");
        });
        List<String> words = files.read(expr);
        if (words.isEmpty()) {
            throw faults.refuse(SETTING_VALUE, expr.span(), "this file has no words");
        }
        return words;
    }

    private Refused withFile(Expr expr, String name) {
        return faults.refuse(
                SETTING_VALUE,
                expr.span(),
                "`" + name + "` says which tokens are kept, and `file` has said so already",
                "take one of them out");
    }

    /** Refuses words of a file that no text could ever give. */
    private void checkWords(Expr file, List<String> words, Optional<Tokens> tokens, boolean lowercase) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (lowercase && !word.equals(word.toLowerCase(Locale.ROOT))) {
                throw files.fault(
                        file, i, words, "has a capital letter, and `lowercase = true` leaves none in the text");
            }
            if (tokens.orElse(null) == Tokens.CHARACTERS && word.codePointCount(0, word.length()) != 1) {
                throw files.fault(file, i, words, "is not one character");
            }
            boolean split = tokens.orElse(null) == Tokens.WORDS || tokens.orElse(null) == Tokens.WHITESPACE;
            if (split && word.chars().anyMatch(Character::isWhitespace)) {
                throw files.fault(file, i, words, "has a blank in it");
            }
        }
    }

    private boolean flag(Expr expr) {
        if (expr instanceof Expr.Flag flag) {
            return flag.value();
        }
        throw faults.refuse(SETTING_VALUE, expr.span(), "`lowercase` is `true` or `false`");
    }

    private <E extends Enum<E>> E word(Expr expr, String setting, E[] values) {
        List<String> words = new ArrayList<>();
        for (E value : values) {
            String word = value.name().toLowerCase(Locale.ROOT);
            if (expr instanceof Expr.Ref ref && ref.name().toString().equals(word)) {
                return value;
            }
            words.add(word);
        }
        throw faults.unknown(
                SETTING_VALUE,
                expr.span(),
                "`" + setting + "` cannot be `"
                        + Constants.shortened(expr.span().text()) + "`",
                expr.span().text(),
                words);
    }
}
