package dev.unroll.runtime.report;

import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.train.ModelSignature;
import java.util.List;
import java.util.Map;

/** Tokens, labels, yes and no, as people write them. */
final class PortNames {
    private final ModelSignature signature;
    private final Map<String, Vocabulary> vocabularies;

    PortNames(ModelSignature signature, Map<String, Vocabulary> vocabularies) {
        this.signature = signature;
        this.vocabularies = vocabularies;
    }

    ModelSignature.Port input(int i) {
        return signature.inputs().get(i);
    }

    List<String> of(ModelSignature.Port port, List<Integer> numbers) {
        return numbers.stream().map(number -> of(port, number)).toList();
    }

    String of(ModelSignature.Port port, int number) {
        if (port.content() instanceof ModelSignature.Content.Label label) {
            return label.labels().label(number);
        }
        if (port.content() instanceof ModelSignature.Content.Tokens tokens) {
            Vocabulary vocabulary = vocabularies.get(tokens.vocabulary().name());
            return vocabulary == null ? "#" + number : vocabulary.token(number);
        }
        return number == 1 ? "yes" : "no";
    }
}
