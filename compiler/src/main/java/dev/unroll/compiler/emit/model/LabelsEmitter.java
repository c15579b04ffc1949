package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.GeneratedMarks;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.types.LabelsSpec;
import dev.unroll.compiler.types.ModelSpec;
import javax.lang.model.element.Modifier;

/** The enum of a {@code labels} block whose labels are names; models that share the block share the enum. */
public final class LabelsEmitter {
    private LabelsEmitter() {}

    /** The enum of {@code labels}, which {@code model} uses. */
    public static JavaFile emit(ModelSpec model, LabelsSpec labels) {
        TypeSpec.Builder type = TypeSpec.enumBuilder(PortType.labelsEnum(model, labels))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("The labels $L, in the order of their ids.\n", JavaText.javadoc(labels.name()));
        GeneratedMarks.addTo(type, model);
        labels.labels().forEach(type::addEnumConstant);
        return GeneratedMarks.file(model, type.build()).build();
    }
}
