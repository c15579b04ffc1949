package dev.unroll.runtime.io;

import dev.unroll.runtime.data.Scaler;
import dev.unroll.runtime.text.LabelSet;
import dev.unroll.runtime.text.Vocabulary;
import dev.unroll.runtime.text.VocabularySpec;
import dev.unroll.runtime.train.Encoders;
import dev.unroll.runtime.train.ModelSignature;
import dev.unroll.runtime.train.Optimizer;
import dev.unroll.runtime.train.Scalers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The metadata of a model file, read with care. Every method throws {@link ModelFileException} on nonsense. */
record Metadata(Path file, Map<String, String> entries) {
    void requireModel(ModelSignature signature) {
        String version = text("unroll");
        if (!version.equals(Integer.toString(ModelFile.VERSION))) {
            throw new ModelFileException(
                    file, "has format version " + version + "; this runtime reads version " + ModelFile.VERSION);
        }
        if (!text("model").equals(signature.model())) {
            throw new ModelFileException(file, "holds a model " + text("model") + ", not " + signature.model());
        }
    }

    String digest() {
        return text("digest");
    }

    int epochs() {
        return (int) Math.min(Integer.MAX_VALUE, number("epochs"));
    }

    long steps() {
        return number("steps");
    }

    Optional<Optimizer> optimizer() {
        try {
            return Optional.ofNullable(entries.get("optimizer")).map(StateText::optimizer);
        } catch (IllegalArgumentException e) {
            throw malformed("optimizer", e);
        }
    }

    Optional<Scalers> scalers(ModelSignature signature) {
        if (entries.keySet().stream().noneMatch(key -> key.startsWith("scaler "))) {
            return Optional.empty();
        }
        List<Scaler> inputs = new ArrayList<>();
        for (ModelSignature.Port port : signature.inputs()) {
            inputs.add(scaler("scaler input " + port.name(), port));
        }
        List<Scaler> outputs = new ArrayList<>();
        for (ModelSignature.Port port : signature.outputs()) {
            outputs.add(scaler("scaler output " + port.name(), port));
        }
        return Optional.of(new Scalers(inputs, outputs));
    }

    private Scaler scaler(String key, ModelSignature.Port port) {
        Scaler scaler;
        try {
            scaler = StateText.scaler(text(key));
        } catch (IllegalArgumentException e) {
            throw malformed(key, e);
        }
        if (port.width() % scaler.width() != 0) {
            throw new ModelFileException(file, "has a scaler of " + scaler.width() + " features for " + port);
        }
        return scaler;
    }

    /** The vocabularies; one that training fits may be missing in a model saved before its first step. */
    Encoders encoders(ModelSignature signature) {
        Map<String, VocabularySpec> specs = Encoders.specs(signature);
        requireKnown(ModelFile.VOCABULARY, specs.keySet(), signature);
        Map<String, Vocabulary> vocabularies =
                new LinkedHashMap<>(Encoders.fixed(signature).vocabularies());
        specs.forEach((name, spec) -> {
            String key = ModelFile.VOCABULARY + name;
            if (entries.containsKey(key) || spec.isFixed() || steps() > 0) {
                vocabularies.put(name, checked(key, text -> VocabularyText.vocabulary(text, spec)));
            }
        });
        return new Encoders(vocabularies);
    }

    /** Refuses a file written with other labels. */
    void requireLabels(ModelSignature signature) {
        List<LabelSet> sets = signature.labels();
        requireKnown(ModelFile.LABELS, sets.stream().map(LabelSet::name).collect(Collectors.toSet()), signature);
        for (LabelSet labels : sets) {
            checked(ModelFile.LABELS + labels.name(), text -> {
                VocabularyText.requireLabels(text, labels);
                return labels;
            });
        }
    }

    private void requireKnown(String prefix, Set<String> names, ModelSignature signature) {
        for (String key : entries.keySet()) {
            if (key.startsWith(prefix) && !names.contains(key.substring(prefix.length()))) {
                throw new ModelFileException(file, "has " + key + ", which " + signature.model() + " does not have");
            }
        }
    }

    private <T> T checked(String key, Function<String, T> read) {
        String text = entries.get(key);
        if (text == null) {
            throw new ModelFileException(file, "has no " + key + ", which the model needs");
        }
        try {
            return read.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(file, key + " " + e.getMessage(), e);
        }
    }

    private String text(String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new ModelFileException(file, "is no model file of Unroll: it does not say \"" + key + "\"");
        }
        return value;
    }

    private long number(String key) {
        try {
            long number = Long.parseLong(text(key));
            if (number >= 0) {
                return number;
            }
            throw new ModelFileException(file, "says " + key + " = " + number);
        } catch (NumberFormatException e) {
            throw malformed(key, e);
        }
    }

    private ModelFileException malformed(String key, Exception cause) {
        return new ModelFileException(
                file, "has malformed metadata: " + key + " is \"" + entries.get(key) + "\"", cause);
    }
}
