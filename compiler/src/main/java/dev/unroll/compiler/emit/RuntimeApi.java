package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;

/** Every runtime class and method that generated code names; a test checks each against the runtime. */
public final class RuntimeApi {
    private static final String RUNTIME = "dev.unroll.runtime";

    public static final ClassName UNROLL_RUNTIME = ClassName.get(RUNTIME, "UnrollRuntime");
    public static final ClassName GENERATED_BY_UNROLL = ClassName.get(RUNTIME, "GeneratedByUnroll");
    public static final ClassName DEVICE = ClassName.get(RUNTIME + ".device", "Device");
    public static final ClassName KERNEL = ClassName.get(RUNTIME + ".device", "Kernel");
    public static final ClassName KERNEL_PORT = ClassName.get(RUNTIME + ".device", "Port");
    public static final ClassName LANE = ClassName.get(RUNTIME + ".device", "Lane");
    public static final ClassName FLOAT_MATH = ClassName.get(RUNTIME + ".device", "FloatMath");
    public static final ClassName ARRAY_MATH = ClassName.get(RUNTIME + ".device", "ArrayMath");
    public static final ClassName FRAME = ClassName.get(RUNTIME + ".memory", "Frame");
    public static final ClassName FRAME_SPACE = ClassName.get(RUNTIME + ".memory", "FrameSpace");
    public static final ClassName FRAMES = ClassName.get(RUNTIME + ".memory", "Frames");
    public static final ClassName MATRIX = ClassName.get(RUNTIME + ".memory", "Matrix");
    public static final ClassName PACKING = ClassName.get(RUNTIME + ".memory", "Packing");
    public static final ClassName ROWS = ClassName.get(RUNTIME + ".memory", "Rows");
    public static final ClassName PACKINGS = ClassName.get(RUNTIME + ".memory", "Packings");
    public static final ClassName CAPACITY = ClassName.get(RUNTIME + ".memory", "Capacity");
    public static final ClassName SPANS = ClassName.get(RUNTIME + ".memory", "Spans");
    public static final ClassName SPAN_ROWS = ClassName.get(RUNTIME + ".memory", "SpanRows");
    public static final ClassName PAIRS = ClassName.get(RUNTIME + ".memory", "Pairs");
    public static final ClassName SEQUENCE = ClassName.get(RUNTIME + ".memory", "Sequence");
    public static final ClassName PARAMETERS = ClassName.get(RUNTIME + ".weights", "Parameters");
    public static final ClassName PARAMETER_SPEC = ClassName.get(RUNTIME + ".weights", "ParameterSpec");
    public static final ClassName SEGMENT = ClassName.get(RUNTIME + ".weights", "Segment");
    public static final ClassName INIT = ClassName.get(RUNTIME + ".weights", "Init");
    public static final ClassName WEIGHT_KIND = ClassName.get(RUNTIME + ".weights", "WeightKind");
    public static final ClassName MODEL_PROGRAM = ClassName.get(RUNTIME + ".train", "ModelProgram");
    public static final ClassName MODEL_SIGNATURE = ClassName.get(RUNTIME + ".train", "ModelSignature");
    public static final ClassName TRAIN_RUN = ClassName.get(RUNTIME + ".train", "TrainRun");
    public static final ClassName PREDICT_RUN = ClassName.get(RUNTIME + ".train", "PredictRun");
    public static final ClassName PROBE = ClassName.get(RUNTIME + ".train", "Probe");
    public static final ClassName POOLING = ClassName.get(RUNTIME + ".train", "Pooling");
    public static final ClassName SCALING = ClassName.get(RUNTIME + ".data", "Scaling");

    // Model classes and the tests of test blocks
    public static final ClassName RECURRENT_MODEL = ClassName.get(RUNTIME, "RecurrentModel");
    public static final ClassName CPU_DEVICE = ClassName.get(RUNTIME + ".device", "CpuDevice");
    public static final ClassName ND4J_DEVICE = ClassName.get(RUNTIME + ".device", "Nd4jDevice");
    public static final ClassName MODEL_FILE_EXCEPTION = ClassName.get(RUNTIME + ".io", "ModelFileException");
    public static final ClassName SERIES = ClassName.get(RUNTIME + ".data", "Series");
    public static final ClassName VALUES = ClassName.get(RUNTIME + ".data", "Values");
    public static final ClassName EXAMPLE_SOURCE = ClassName.get(RUNTIME + ".data", "ExampleSource");
    public static final ClassName COLUMN = ClassName.get(RUNTIME + ".data", "Column");
    public static final ClassName LINES = ClassName.get(RUNTIME + ".text", "Lines");
    public static final ClassName EMBEDDING_FILE = ClassName.get(RUNTIME + ".text", "EmbeddingFile");
    public static final ClassName COLUMN_SESSION = ClassName.get(RUNTIME + ".session", "ColumnSession");
    public static final ClassName SESSION_STATE = ClassName.get(RUNTIME + ".session", "SessionState");
    public static final ClassName READOUT = ClassName.get(RUNTIME + ".text", "Readout");
    public static final ClassName DISTRIBUTION = ClassName.get(RUNTIME + ".text", "Distribution");
    public static final ClassName LABEL_SET = ClassName.get(RUNTIME + ".text", "LabelSet");
    public static final ClassName VOCABULARY_SPEC = ClassName.get(RUNTIME + ".text", "VocabularySpec");
    public static final ClassName TOKENIZER = ClassName.get(RUNTIME + ".text", "Tokenizer");
    public static final ClassName TOO_LONG = ClassName.get(RUNTIME + ".text", "TooLong");
    public static final ClassName EMPTY_TEXT = ClassName.get(RUNTIME + ".text", "EmptyText");
    public static final ClassName DECODE_SPEC = ClassName.get(RUNTIME + ".decode", "DecodeSpec");
    public static final ClassName DECODED = ClassName.get(RUNTIME + ".decode", "Decoded");
    public static final ClassName BEAM = ClassName.get(RUNTIME + ".decode", "Beam");
    public static final ClassName SAMPLING = ClassName.get(RUNTIME + ".decode", "Sampling");
    public static final ClassName TRAINING_SPEC = ClassName.get(RUNTIME + ".train", "TrainingSpec");
    public static final ClassName TRAINING_RESULT = ClassName.get(RUNTIME + ".train", "TrainingResult");
    public static final ClassName TRAINING_LISTENER = ClassName.get(RUNTIME + ".train", "TrainingListener");
    public static final ClassName SOURCE_COLUMNS = ClassName.get(RUNTIME + ".train", "SourceColumns");
    public static final ClassName LOSS = ClassName.get(RUNTIME + ".train", "Loss");
    public static final ClassName METRIC = ClassName.get(RUNTIME + ".train", "Metric");
    public static final ClassName OPTIMIZER = ClassName.get(RUNTIME + ".train", "Optimizer");
    public static final ClassName SCHEDULE = ClassName.get(RUNTIME + ".train", "Schedule");
    public static final ClassName DURATION = ClassName.get(RUNTIME + ".train", "Duration");
    public static final ClassName WATCH = ClassName.get(RUNTIME + ".train", "Watch");
    public static final ClassName STOP_WHEN = ClassName.get(RUNTIME + ".train", "StopWhen");
    public static final ClassName WEIGHT_DECAY = ClassName.get(RUNTIME + ".train", "WeightDecay");
    public static final ClassName SPLIT = ClassName.get(RUNTIME + ".train", "Split");
    public static final ClassName CLIP = ClassName.get(RUNTIME + ".train", "Clip");
    public static final ClassName GRADIENT_CHECK = ClassName.get(RUNTIME + ".check", "GradientCheck");

    public static final ClassName INDARRAY = ClassName.get("org.nd4j.linalg.api.ndarray", "INDArray");

    /** The number handed to the version handshake. */
    public static final int API = 1;

    // Device
    public static final String GEMM = "gemm";
    public static final String GEMM_ADD = "gemmAdd";
    public static final String GEMM_NT = "gemmNT";
    public static final String GEMM_ADD_NT = "gemmAddNT";
    public static final String GEMM_TN = "gemmTN";
    public static final String GEMM_ADD_TN = "gemmAddTN";
    public static final String GEMM_BEFORE_TN = "gemmBeforeTN";
    public static final String GEMM_ADD_BEFORE_TN = "gemmAddBeforeTN";
    public static final String FILL = "fill";
    public static final String FILL_ROWS = "fillRows";
    public static final String COPY = "copy";
    public static final String ADD = "add";
    public static final String SUM_ROWS = "sumRows";
    public static final String SUM_ROWS_ADD = "sumRowsAdd";
    public static final String SUM_FEATURES = "sumFeatures";
    public static final String BROADCAST_FEATURES = "broadcastFeatures";
    public static final String EXPAND = "expand";
    public static final String LAST = "last";
    public static final String AT_LAST = "atLast";
    public static final String SHIFT = "shift";
    public static final String SHIFT_REVERSE = "shiftReverse";
    public static final String MASK = "mask";
    public static final String GATHER = "gather";
    public static final String SCATTER = "scatter";
    public static final String SCATTER_ADD = "scatterAdd";
    public static final String SOFTMAX = "softmax";
    public static final String LOG_SOFTMAX = "logSoftmax";
    public static final String CROSS_ENTROPY = "crossEntropy";
    public static final String CROSS_ENTROPY_GRADIENT = "crossEntropyGradient";
    public static final String SUM_STEPS = "sumSteps";
    public static final String SOFTMAX_STEPS = "softmaxSteps";
    public static final String LENGTHS = "lengths";
    public static final String REVERSE = "reverse";
    public static final String LAY = "lay";
    public static final String UNLAY = "unlay";
    public static final String SPREAD = "spread";
    public static final String SUM_SPANS = "sumSpans";
    public static final String SOFTMAX_SPANS = "softmaxSpans";
    public static final String POSITIONS = "positions";
    public static final String SHIFT_SPANS = "shiftSpans";
    public static final String SHIFT_SPANS_REVERSE = "shiftSpansReverse";
    public static final String ARRANGE = "arrange";
    public static final String RESTORE = "restore";
    public static final String LAUNCH = "launch";
    public static final String EACH_LANE = "eachLane";
    public static final String EACH_LANE_IN_ORDER = "eachLaneInOrder";

    // Frame and its values
    public static final String FRAME_MATRIX = "matrix";
    public static final String FRAME_ROWS = "rows";
    public static final String FRAME_SEQUENCE = "sequence";
    public static final String FRAME_STATE = "state";
    public static final String FRAME_SPANS = "spans";
    public static final String FRAME_PAIRS = "pairs";
    public static final String SPAN_ROWS_ROWS = "rows";
    public static final String COLUMNS = "columns";
    public static final String STEPS = "steps";
    public static final String ALL = "all";
    public static final String AT = "at";
    public static final String BEFORE = "before";
    public static final String INITIAL = "initial";

    private RuntimeApi() {}
}
