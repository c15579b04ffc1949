package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.GeneratedMarks;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.emit.RuntimeApi;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.TestSpec;
import dev.unroll.compiler.types.TestSpec.Expectation;
import javax.lang.model.element.Modifier;

/** The JUnit 5 class of a {@code test} block: one method per expectation, named after it and its line. */
public final class TestEmitter {
    private final ModelSpec model;
    private final TestSpec test;
    private final ClassName subject;
    private final ClassName program;

    private TestEmitter(ModelSpec model, TestSpec test) {
        this.model = model;
        this.test = test;
        subject = ClassName.get(model.packageName(), model.name());
        program = ClassName.get(model.packageName(), model.name() + "Program");
    }

    /** The test class of {@code test}, which is about {@code model} (or about the cell the model was made around). */
    public static JavaFile emit(ModelSpec model, TestSpec test) {
        return new TestEmitter(model, test).file();
    }

    private JavaFile file() {
        TypeSpec.Builder type = TypeSpec.classBuilder(test.subject() + "RnnTest")
                .addModifiers(Modifier.FINAL)
                .addJavadoc(
                        "The {@code test} block of $L, line $L of $L.\n",
                        test.subject(),
                        test.line(),
                        JavaText.javadoc(model.source().fileName()));
        GeneratedMarks.addTo(type, model);
        // Two expectations of a kind may stand on one line.
        NameAllocator names = new NameAllocator();
        for (Expectation expectation : test.expectations()) {
            type.addMethod(method(expectation, names));
        }
        return GeneratedMarks.file(model, type.build()).build();
    }

    private MethodSpec method(Expectation expectation, NameAllocator names) {
        String name;
        CodeBlock body;
        if (expectation instanceof TestSpec.ParameterCount count) {
            name = "parameters";
            body = parameters(count);
        } else if (expectation instanceof TestSpec.HasType type) {
            name = "type";
            body = equal(type.expected(), type.found(), type.name());
        } else if (expectation instanceof TestSpec.Gradients gradients) {
            name = "gradients";
            body = gradients(gradients);
        } else {
            TestSpec.Fails fails = (TestSpec.Fails) expectation;
            name = "error";
            body = CodeBlock.builder()
                    .add("// The build compiled the file with these declarations added and saw these errors.\n")
                    .addStatement(
                            "$T.assertTrue($T.of($L).contains($L), $L)",
                            LibraryApi.ASSERTIONS,
                            LibraryApi.LIST,
                            fails.found().stream().map(JavaText::string).collect(CodeBlock.joining(", ")),
                            JavaText.string(fails.code()),
                            JavaText.string(
                                    fails.found().isEmpty()
                                            ? "it compiled"
                                            : "it failed with " + String.join(", ", fails.found())))
                    .build();
        }
        return MethodSpec.methodBuilder(names.newName(name + "AtLine" + expectation.line()))
                .addAnnotation(LibraryApi.TEST)
                .addJavadoc("{@code $L}\n", JavaText.javadoc(expectation.text()))
                .addCode(body)
                .build();
    }

    private CodeBlock parameters(TestSpec.ParameterCount count) {
        return CodeBlock.builder()
                .beginControlFlow("try ($T model = $T.create(1))", subject, subject)
                .addStatement("$T.assertEquals($LL, model.parameterCount())", LibraryApi.ASSERTIONS, count.expected())
                .endControlFlow()
                .build();
    }

    private static CodeBlock equal(String expected, String found, String what) {
        return CodeBlock.builder()
                .addStatement(
                        "$T.assertEquals($L, $L, $L)",
                        LibraryApi.ASSERTIONS,
                        JavaText.string(expected),
                        JavaText.string(found),
                        JavaText.string(what))
                .build();
    }

    private CodeBlock gradients(TestSpec.Gradients gradients) {
        CodeBlock steps = gradients.steps().isPresent()
                ? CodeBlock.of(".steps($L)", gradients.steps().getAsInt())
                : CodeBlock.of("");
        return CodeBlock.builder()
                .beginControlFlow(
                        "try ($T device = $T.create($T.DOUBLE); $T program = new $T(device))",
                        RuntimeApi.DEVICE,
                        RuntimeApi.ND4J_DEVICE,
                        LibraryApi.DATA_TYPE,
                        program,
                        program)
                .addStatement(
                        "$T result = $T.of(program)$L.run()",
                        RuntimeApi.GRADIENT_CHECK.nestedClass("Result"),
                        RuntimeApi.GRADIENT_CHECK,
                        steps)
                .addStatement(
                        "$T.assertTrue(result.within($L), result.toString())",
                        LibraryApi.ASSERTIONS,
                        gradients.tolerance())
                .endControlFlow()
                .build();
    }
}
