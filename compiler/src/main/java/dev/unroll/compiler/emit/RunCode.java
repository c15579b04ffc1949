package dev.unroll.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.plan.Buffer;
import dev.unroll.compiler.plan.Place;
import dev.unroll.compiler.plan.PlanStep;
import dev.unroll.compiler.plan.RunPlan;
import dev.unroll.compiler.plan.StepText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The frame of one run and the methods that call its steps. */
final class RunCode {
    /** Estimated bytes of bytecode after which a method is split; the JVM compiles small methods sooner and better. */
    private static final int METHOD_BYTES = 1500;

    private final RunPlan run;
    private final ClassName frameType;
    private final Names names;
    private final Views views;
    private final StepCode code;
    private final Map<PlanStep.Loop, String> lanes = new HashMap<>();
    private final List<FieldSpec> fields = new ArrayList<>();
    private final List<MethodSpec> methods = new ArrayList<>();

    /**
     * Code of a run.
     *
     * @param names names of the program's fields and methods
     */
    RunCode(RunPlan run, ClassName frameType, Names names, Views program, KernelEmitter kernels, CallCode calls) {
        this.run = run;
        this.frameType = frameType;
        this.names = names;
        views = new Views(new Names("space", "f", "t", "frames"));
        run.buffers().forEach(buffer -> views.declare(buffer, buffer.name()));
        code = new StepCode(program, views, kernels, calls, lanes::get);
    }

    /** Fields that hold the loops' methods, made once so that a step allocates nothing. */
    List<FieldSpec> fields() {
        return fields;
    }

    List<MethodSpec> methods() {
        return methods;
    }

    /** A place of the root frame, as an expression over {@code frames}. */
    CodeBlock fromRoot(Place place) {
        return CodeBlock.of("frames.root().$L$L", views.field(place), Views.rows(place));
    }

    /** The field of a place of the root frame, as an expression over {@code frames}. */
    CodeBlock valueFromRoot(Place place) {
        return CodeBlock.of("frames.root().$L", views.field(place));
    }

    /**
     * Writes a method that runs {@code steps}, with the methods of its loops.
     *
     * @param direction ends the names of loop methods: Forward, Backward, Predict
     */
    void method(String name, String doc, List<PlanStep> steps, String direction) {
        List<MethodSpec> loops = new ArrayList<>();
        for (PlanStep step : steps) {
            if (step instanceof PlanStep.Loop loop) {
                loops.addAll(loopMethods(loop, direction));
            }
        }
        List<List<PlanStep>> parts = split(steps);
        MethodSpec.Builder method = start(name).addJavadoc("$L\n", doc);
        if (parts.size() <= 1) {
            methods.add(statements(method, steps).build());
        } else {
            int position = methods.size();
            for (List<PlanStep> part : parts) {
                String partName = names.fresh(name + "_" + label(part));
                method.addStatement("$L(frames)", partName);
                methods.add(statements(start(partName).addModifiers(Modifier.PRIVATE), part)
                        .build());
            }
            methods.add(position, method.build());
        }
        methods.addAll(loops);
    }

    private static String label(List<PlanStep> part) {
        return part.stream()
                .map(step -> step.origin().layer())
                .filter(layer -> !layer.isEmpty())
                .findFirst()
                .orElse("part");
    }

    private MethodSpec.Builder start(String name) {
        return MethodSpec.methodBuilder(name)
                .addParameter(ParameterizedTypeName.get(RuntimeApi.FRAMES, frameType), "frames");
    }

    private MethodSpec.Builder statements(MethodSpec.Builder method, List<PlanStep> steps) {
        CodeBlock body = block(steps, Origin.NONE);
        if (body.toString().contains("f.") || body.toString().contains("(f,")) {
            method.addStatement("$T f = frames.root()", frameType);
        }
        return method.addCode(body);
    }

    /** Statements; a comment says where they come from when that is no longer {@code origin}. */
    private CodeBlock block(List<PlanStep> steps, Origin said) {
        CodeBlock.Builder block = CodeBlock.builder();
        Origin origin = said;
        for (PlanStep step : steps) {
            if (!step.origin().equals(origin)) {
                origin = step.origin();
                String where = JavaText.comment(origin(origin));
                if (!where.isEmpty()) {
                    block.add("// $L\n", where);
                }
            }
            String sizes = StepText.of(step);
            block.add("$L;$L\n", step.match(code), sizes.isEmpty() ? "" : " // " + sizes);
        }
        return block.build();
    }

    private static String origin(Origin origin) {
        boolean both = origin.line() > 0 && !origin.layer().isEmpty();
        return both ? origin + " " + origin.layer() : origin.toString();
    }

    private List<MethodSpec> loopMethods(PlanStep.Loop loop, String direction) {
        String name = names.fresh((loop.name().isEmpty() ? "loop" : loop.name()) + "_" + direction);
        String lane = names.fresh(name + "Lane");
        lanes.put(loop, lane);
        fields.add(FieldSpec.builder(
                        ParameterizedTypeName.get(RuntimeApi.LANE, frameType), lane, Modifier.PRIVATE, Modifier.FINAL)
                .initializer("this::$L", name)
                .build());
        List<MethodSpec> result = new ArrayList<>();
        MethodSpec.Builder method = MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE)
                .addJavadoc("$L\n", loopDoc(loop, direction))
                .addParameter(frameType, "f");
        CodeBlock axis = loop.axis() == 0 ? CodeBlock.of("") : CodeBlock.of("$L", loop.axis());
        if (loop.reverse()) {
            method.beginControlFlow("for (int t = f.$L($L) - 1; t >= 0; t--)", RuntimeApi.STEPS, axis);
        } else {
            method.beginControlFlow("for (int t = 0; t < f.$L($L); t++)", RuntimeApi.STEPS, axis);
        }
        List<List<PlanStep>> parts = split(loop.body());
        if (parts.size() <= 1) {
            method.addCode(block(loop.body(), loop.origin()));
        } else {
            for (List<PlanStep> part : parts) {
                String partName = names.fresh(name + "_step");
                method.addStatement("$L(f, t)", partName);
                result.add(MethodSpec.methodBuilder(partName)
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(frameType, "f")
                        .addParameter(int.class, "t")
                        .addCode(block(part, loop.origin()))
                        .build());
            }
        }
        result.add(0, method.endControlFlow().build());
        return result;
    }

    private static String loopDoc(PlanStep.Loop loop, String direction) {
        String what =
                switch (direction) {
                    case "Backward" -> "back-propagation through time";
                    case "Forward" -> "forward through time";
                    default -> "prediction through time";
                };
        String where = JavaText.comment(origin(loop.origin()));
        return (where.isEmpty() ? "" : where + ": ") + what + ", " + loop.comment() + ".";
    }

    private static List<List<PlanStep>> split(List<PlanStep> steps) {
        List<List<PlanStep>> parts = new ArrayList<>();
        int bytes = METHOD_BYTES;
        for (PlanStep step : steps) {
            int size = step instanceof PlanStep.Launch launch
                    ? 16 + 10 * launch.operands().size()
                    : 40;
            if (bytes + size > METHOD_BYTES) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.get(parts.size() - 1).add(step);
            bytes += size;
        }
        return parts;
    }

    /** The frame class; complete only after all methods are written, as those ask for column views. */
    TypeSpec frame(String doc) {
        TypeSpec.Builder type = TypeSpec.classBuilder(frameType)
                .addModifiers(Modifier.STATIC, Modifier.FINAL)
                .superclass(RuntimeApi.FRAME)
                .addJavadoc("$L\n", doc);
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(RuntimeApi.FRAME_SPACE, "space")
                .addStatement("super(space)");
        views.buffers().forEach((buffer, name) -> {
            type.addField(field(buffer, name, buffer.width()));
            constructor.addStatement("$L = $L", name, declaration(buffer));
        });
        views.columns().forEach((columns, name) -> {
            type.addField(field(columns.buffer(), name, columns.to() - columns.from()));
            constructor.addStatement("$L = $L", name, columns(columns));
        });
        return type.addMethod(constructor.build()).build();
    }

    private static FieldSpec field(Buffer buffer, String name, int width) {
        return FieldSpec.builder(Views.type(buffer), name, Modifier.FINAL)
                .addJavadoc("[$L, $L]\n", buffer.rowSymbol(), width)
                .build();
    }

    private CodeBlock declaration(Buffer buffer) {
        int slot = run.slot(buffer);
        return switch (buffer.storage()) {
            case WEIGHT, GRADIENT, MATRIX ->
                CodeBlock.of("$L($L, $L, $L)", RuntimeApi.FRAME_MATRIX, slot, buffer.rows(), buffer.width());
            case ROWS -> ordered(RuntimeApi.FRAME_ROWS, slot, buffer);
            case SEQUENCE -> ordered(RuntimeApi.FRAME_SEQUENCE, slot, buffer);
            case STATE -> ordered(RuntimeApi.FRAME_STATE, slot, buffer);
            case SPANS -> spans(RuntimeApi.FRAME_SPANS, slot, buffer);
            case PAIRS -> spans(RuntimeApi.FRAME_PAIRS, slot, buffer);
        };
    }

    /** The order is not said where it is the batch's. */
    private static CodeBlock ordered(String method, int slot, Buffer buffer) {
        return buffer.order() == 0
                ? CodeBlock.of("$L($L, $L)", method, slot, buffer.width())
                : CodeBlock.of("$L($L, $L, $L)", method, slot, buffer.width(), buffer.order());
    }

    private static CodeBlock spans(String method, int slot, Buffer buffer) {
        return CodeBlock.of("$L($L, $L, $L, $L)", method, slot, buffer.width(), buffer.order(), buffer.by());
    }

    private CodeBlock columns(Views.Columns columns) {
        String of = views.buffers().get(columns.buffer());
        boolean matrix = columns.buffer().storage() == Buffer.Storage.MATRIX;
        return matrix
                ? CodeBlock.of("$L.$L($L, $L)", of, RuntimeApi.COLUMNS, columns.from(), columns.to())
                : CodeBlock.of("$L($L, $L, $L)", RuntimeApi.COLUMNS, of, columns.from(), columns.to());
    }
}
