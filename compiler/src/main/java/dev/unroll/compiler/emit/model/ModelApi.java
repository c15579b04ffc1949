package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;

/** Classes of the runtime and of libraries that model classes and generated tests name. */
final class ModelApi {
    private static final String RUNTIME = "dev.unroll.runtime";

    static final ClassName RECURRENT_MODEL = ClassName.get(RUNTIME, "RecurrentModel");
    static final ClassName UNROLL_RUNTIME = ClassName.get(RUNTIME, "UnrollRuntime");
    static final ClassName GENERATED_BY_UNROLL = ClassName.get(RUNTIME, "GeneratedByUnroll");
    static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    static final ClassName DEVICE = ClassName.get(RUNTIME + ".device", "Device");
    static final ClassName CPU_DEVICE = ClassName.get(RUNTIME + ".device", "CpuDevice");
    static final ClassName ND4J_DEVICE = ClassName.get(RUNTIME + ".device", "Nd4jDevice");
    static final ClassName MODEL_FILE_EXCEPTION = ClassName.get(RUNTIME + ".io", "ModelFileException");
    static final ClassName SERIES = ClassName.get(RUNTIME + ".data", "Series");
    static final ClassName VALUES = ClassName.get(RUNTIME + ".data", "Values");
    static final ClassName TRAINING_SPEC = ClassName.get(RUNTIME + ".train", "TrainingSpec");
    static final ClassName TRAINING_RESULT = ClassName.get(RUNTIME + ".train", "TrainingResult");
    static final ClassName TRAINING_LISTENER = ClassName.get(RUNTIME + ".train", "TrainingListener");
    static final ClassName LOSS = ClassName.get(RUNTIME + ".train", "Loss");
    static final ClassName METRIC = ClassName.get(RUNTIME + ".train", "Metric");
    static final ClassName OPTIMIZER = ClassName.get(RUNTIME + ".train", "Optimizer");
    static final ClassName CLIP = ClassName.get(RUNTIME + ".train", "Clip");
    static final ClassName GRADIENT_CHECK = ClassName.get(RUNTIME + ".check", "GradientCheck");

    static final ClassName INDARRAY = ClassName.get("org.nd4j.linalg.api.ndarray", "INDArray");
    static final ClassName DATA_TYPE = ClassName.get("org.nd4j.linalg.api.buffer", "DataType");
    static final ClassName PATH = ClassName.get("java.nio.file", "Path");
    static final ClassName LIST = ClassName.get("java.util", "List");
    static final ClassName ARRAY_LIST = ClassName.get("java.util", "ArrayList");
    static final ClassName OPTIONAL = ClassName.get("java.util", "Optional");
    static final ClassName TEST = ClassName.get("org.junit.jupiter.api", "Test");
    static final ClassName ASSERTIONS = ClassName.get("org.junit.jupiter.api", "Assertions");

    /** The number handed to the version handshake; equals the runtime's. */
    static final int API = 1;

    private ModelApi() {}

    /** {@code float} with this many pairs of brackets. */
    static TypeName floats(int dimensions) {
        TypeName type = TypeName.FLOAT;
        for (int i = 0; i < dimensions; i++) {
            type = ArrayTypeName.of(type);
        }
        return type;
    }
}
