package dev.unroll.compiler.types;

import java.util.List;
import java.util.Optional;

/**
 * Everything about a model that its generated class shows, apart from the computation.
 *
 * @param packageName Java package, empty for the default one
 * @param name the model's name and the generated class's
 * @param doc text of its {@code ///} comment, empty when there is none
 * @param train what its train block says
 * @param tests what its test blocks say, joined to one; empty when there are none
 * @param synthetic whether this model was made around a cell for the tests of that cell: generated among tests only
 */
public record ModelSpec(
        String packageName,
        String name,
        String doc,
        List<HyperParameter> hyperParameters,
        List<Port> inputs,
        List<Port> outputs,
        Optional<TrainSpec> train,
        List<TestSpec> tests,
        SourceDigest source,
        boolean synthetic) {
    public ModelSpec {
        hyperParameters = List.copyOf(hyperParameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        tests = List.copyOf(tests);
    }
}
