package dev.unroll.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Origin;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.plan.KernelPlan;
import dev.unroll.compiler.plan.KernelPlan.Port;
import dev.unroll.compiler.types.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** Emits a model's kernels: each as loops over {@code float[]}, as ND4J operations, and as the constant that joins the two. */
final class KernelEmitter {
    /** Loops of one method; more are split over several methods, which the JVM compiles one by one. */
    private static final int LOOPS_PER_METHOD = 12;

    private static final TypeName FLOATS = ArrayTypeName.of(TypeName.FLOAT);

    private final ModelSpec model;
    private final List<KernelPlan> kernels;
    private final ClassName self;
    private final List<String> methodNames = new ArrayList<>();
    private final List<String> constants = new ArrayList<>();
    private final Names names = new Names(Names.functions().toArray(String[]::new));

    KernelEmitter(ModelSpec model, List<KernelPlan> kernels) {
        this.model = model;
        this.kernels = kernels;
        self = ClassName.get(model.packageName(), model.name() + "Kernels");
        for (KernelPlan kernel : kernels) {
            methodNames.add(names.fresh(kernel.name()));
            constants.add(names.freshConstant(methodNames.get(methodNames.size() - 1)));
        }
    }

    /** The constant of a kernel, for launches. */
    CodeBlock constant(int kernel) {
        return CodeBlock.of("$T.$L", self, constants.get(kernel));
    }

    JavaFile file() {
        TypeSpec.Builder type = TypeSpec.classBuilder(self)
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "Kernels of {@link $T}: what happens to each element, as loops and as ND4J operations.\n",
                        ClassName.get(model.packageName(), model.name() + "Program"));
        GeneratedMarks.addTo(type, model);
        List<MethodSpec> methods = new ArrayList<>();
        for (int i = 0; i < kernels.size(); i++) {
            type.addField(kernel(i, methods));
        }
        type.addMethod(
                MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
        type.addMethods(methods);
        JavaFile.Builder file = GeneratedMarks.file(model, type.build());
        for (String function : functions()) {
            file.addStaticImport(RuntimeApi.ARRAY_MATH, function);
        }
        for (String function : floatFunctions()) {
            file.addStaticImport(RuntimeApi.FLOAT_MATH, function);
        }
        return file.build();
    }

    private FieldSpec kernel(int index, List<MethodSpec> methods) {
        KernelPlan kernel = kernels.get(index);
        KernelBodies bodies = new KernelBodies(kernel);
        String method = methodNames.get(index);
        methods.addAll(floatMethods(kernel, bodies, method));
        methods.add(arrayMethod(bodies, method));
        List<CodeBlock> arrays = new ArrayList<>();
        int all = kernel.ports().size() + bodies.temporaries().size();
        for (int i = 0; i < all; i++) {
            arrays.add(CodeBlock.of("a[$L]", i));
        }
        CodeBlock ports = kernel.ports().stream().map(KernelEmitter::port).collect(CodeBlock.joining(",$W"));
        CodeBlock code = CodeBlock.builder()
                .add(
                        "$T.of(\n$>$>$S, $L,\n",
                        RuntimeApi.KERNEL,
                        method,
                        bodies.temporaries().size())
                .add("(n, a) -> $L(n,$W$L),\n", method, CodeBlock.join(arrays, ",$W"))
                .add(
                        "a -> $L($L),\n",
                        method,
                        CodeBlock.join(arrays.subList(0, kernel.ports().size()), ",$W"))
                .add("$L)$<$<", ports)
                .build();
        return FieldSpec.builder(RuntimeApi.KERNEL, constants.get(index), Modifier.STATIC, Modifier.FINAL)
                .initializer(code)
                .build();
    }

    private static CodeBlock port(Port port) {
        return switch (port.kind()) {
            case IN ->
                CodeBlock.of("$T.in($L, $L, $L)", RuntimeApi.KERNEL_PORT, port.operand(), port.from(), port.width());
            case OUT ->
                CodeBlock.of("$T.out($L, $L, $L)", RuntimeApi.KERNEL_PORT, port.operand(), port.from(), port.width());
            case VECTOR ->
                CodeBlock.of(
                        "$T.vector($L, $L, $L)", RuntimeApi.KERNEL_PORT, port.operand(), port.from(), port.width());
            case COLUMN -> CodeBlock.of("$T.column($L)", RuntimeApi.KERNEL_PORT, port.operand());
            case SCALAR -> CodeBlock.of("$T.scalar($L)", RuntimeApi.KERNEL_PORT, port.operand());
        };
    }

    private List<MethodSpec> floatMethods(KernelPlan kernel, KernelBodies bodies, String name) {
        List<String> parameters = new ArrayList<>(bodies.portNames());
        parameters.addAll(bodies.temporaries());
        List<CodeBlock> loops = bodies.floatLoops();
        MethodSpec.Builder method = floatMethod(name, parameters).addJavadoc(doc(kernel, bodies));
        List<MethodSpec> methods = new ArrayList<>();
        if (loops.size() <= LOOPS_PER_METHOD) {
            loops.forEach(method::addCode);
        } else {
            for (int from = 0; from < loops.size(); from += LOOPS_PER_METHOD) {
                String part = names.fresh(name + "_part");
                MethodSpec.Builder partMethod = floatMethod(part, parameters).addModifiers(Modifier.PRIVATE);
                loops.subList(from, Math.min(loops.size(), from + LOOPS_PER_METHOD))
                        .forEach(partMethod::addCode);
                methods.add(partMethod.build());
                method.addStatement("$L(n, $L)", part, String.join(", ", parameters));
            }
        }
        methods.add(0, method.build());
        return methods;
    }

    private static MethodSpec.Builder floatMethod(String name, List<String> parameters) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC).addParameter(int.class, "n");
        parameters.forEach(parameter -> method.addParameter(FLOATS, parameter));
        return method;
    }

    private static MethodSpec arrayMethod(KernelBodies bodies, String name) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(name).addModifiers(Modifier.STATIC);
        bodies.portNames().forEach(parameter -> method.addParameter(RuntimeApi.INDARRAY, parameter));
        return method.addCode(bodies.arrayStatements()).build();
    }

    private static CodeBlock doc(KernelPlan kernel, KernelBodies bodies) {
        CodeBlock.Builder doc = CodeBlock.builder();
        Set<String> origins = new TreeSet<>();
        for (Origin origin : kernel.origins()) {
            String text = JavaText.comment(origin.toString());
            if (!text.isEmpty()) {
                origins.add(text);
            }
        }
        doc.add("$L:\n\n<pre>{@code\n", origins.isEmpty() ? "Between layers" : String.join(", ", origins));
        bodies.equations().forEach(line -> doc.add("$L\n", line));
        return doc.add("}</pre>\n").build();
    }

    /** Functions that bodies call on arrays: all of them. */
    private Set<String> functions() {
        Set<String> called = new TreeSet<>();
        for (KernelPlan kernel : kernels) {
            for (Scalar.Step step : kernel.scalar().steps()) {
                called.add(function(step.fn()));
            }
        }
        return called;
    }

    /** Functions that bodies call on floats: those that are not operators. */
    private Set<String> floatFunctions() {
        Set<String> called = functions();
        List.of(Fn.ADD, Fn.SUB, Fn.MUL, Fn.DIV, Fn.NEG).forEach(fn -> called.remove(function(fn)));
        return called;
    }

    private static String function(Fn fn) {
        return Names.lowerCamel(fn.name().toLowerCase(Locale.ROOT));
    }
}
