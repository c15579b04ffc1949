package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;

/** Every runtime class and method that generated programs name; a test checks each against the runtime. */
final class RuntimeApi {
    private static final String RUNTIME = "dev.unroll.runtime";

    static final ClassName UNROLL_RUNTIME = ClassName.get(RUNTIME, "UnrollRuntime");
    static final ClassName GENERATED_BY_UNROLL = ClassName.get(RUNTIME, "GeneratedByUnroll");
    static final ClassName DEVICE = ClassName.get(RUNTIME + ".device", "Device");
    static final ClassName KERNEL = ClassName.get(RUNTIME + ".device", "Kernel");
    static final ClassName KERNEL_PORT = ClassName.get(RUNTIME + ".device", "Port");
    static final ClassName LANE = ClassName.get(RUNTIME + ".device", "Lane");
    static final ClassName FLOAT_MATH = ClassName.get(RUNTIME + ".device", "FloatMath");
    static final ClassName ARRAY_MATH = ClassName.get(RUNTIME + ".device", "ArrayMath");
    static final ClassName FRAME = ClassName.get(RUNTIME + ".memory", "Frame");
    static final ClassName FRAME_SPACE = ClassName.get(RUNTIME + ".memory", "FrameSpace");
    static final ClassName FRAMES = ClassName.get(RUNTIME + ".memory", "Frames");
    static final ClassName MATRIX = ClassName.get(RUNTIME + ".memory", "Matrix");
    static final ClassName PACKING = ClassName.get(RUNTIME + ".memory", "Packing");
    static final ClassName ROWS = ClassName.get(RUNTIME + ".memory", "Rows");
    static final ClassName SEQUENCE = ClassName.get(RUNTIME + ".memory", "Sequence");
    static final ClassName PARAMETERS = ClassName.get(RUNTIME + ".weights", "Parameters");
    static final ClassName PARAMETER_SPEC = ClassName.get(RUNTIME + ".weights", "ParameterSpec");
    static final ClassName SEGMENT = ClassName.get(RUNTIME + ".weights", "Segment");
    static final ClassName INIT = ClassName.get(RUNTIME + ".weights", "Init");
    static final ClassName WEIGHT_KIND = ClassName.get(RUNTIME + ".weights", "WeightKind");
    static final ClassName MODEL_PROGRAM = ClassName.get(RUNTIME + ".train", "ModelProgram");
    static final ClassName MODEL_SIGNATURE = ClassName.get(RUNTIME + ".train", "ModelSignature");
    static final ClassName TRAIN_RUN = ClassName.get(RUNTIME + ".train", "TrainRun");
    static final ClassName PREDICT_RUN = ClassName.get(RUNTIME + ".train", "PredictRun");
    static final ClassName SCALING = ClassName.get(RUNTIME + ".data", "Scaling");

    static final ClassName INDARRAY = ClassName.get("org.nd4j.linalg.api.ndarray", "INDArray");

    /** The number handed to the version handshake. */
    static final int API = 1;

    // Device
    static final String GEMM = "gemm";
    static final String GEMM_ADD = "gemmAdd";
    static final String GEMM_NT = "gemmNT";
    static final String GEMM_ADD_NT = "gemmAddNT";
    static final String GEMM_TN = "gemmTN";
    static final String GEMM_ADD_TN = "gemmAddTN";
    static final String GEMM_BEFORE_TN = "gemmBeforeTN";
    static final String GEMM_ADD_BEFORE_TN = "gemmAddBeforeTN";
    static final String FILL = "fill";
    static final String FILL_ROWS = "fillRows";
    static final String COPY = "copy";
    static final String ADD = "add";
    static final String SUM_ROWS = "sumRows";
    static final String SUM_ROWS_ADD = "sumRowsAdd";
    static final String SUM_FEATURES = "sumFeatures";
    static final String BROADCAST_FEATURES = "broadcastFeatures";
    static final String EXPAND = "expand";
    static final String LAST = "last";
    static final String AT_LAST = "atLast";
    static final String SHIFT = "shift";
    static final String SHIFT_REVERSE = "shiftReverse";
    static final String MASK = "mask";
    static final String LAUNCH = "launch";
    static final String EACH_LANE = "eachLane";
    static final String EACH_LANE_IN_ORDER = "eachLaneInOrder";

    // Frame and its values
    static final String FRAME_MATRIX = "matrix";
    static final String FRAME_ROWS = "rows";
    static final String FRAME_SEQUENCE = "sequence";
    static final String FRAME_STATE = "state";
    static final String COLUMNS = "columns";
    static final String STEPS = "steps";
    static final String ALL = "all";
    static final String AT = "at";
    static final String BEFORE = "before";
    static final String INITIAL = "initial";

    private RuntimeApi() {}
}
