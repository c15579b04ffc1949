package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.unroll.compiler.emit.GeneratedMarks;
import dev.unroll.compiler.emit.JavaText;
import dev.unroll.compiler.types.LabelsSpec;
import javax.lang.model.element.Modifier;

/** The enum of a {@code labels} block whose labels are names, in the package of the block: all models that name it share it. */
public final class LabelsEmitter {
    private LabelsEmitter() {}

    /** The enum of {@code labels}: the same text, whichever model asks. */
    public static JavaFile emit(LabelsSpec labels) {
        TypeSpec.Builder type = TypeSpec.enumBuilder(PortType.labelsEnum(labels))
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("The labels $L, in the order of their ids.\n", JavaText.javadoc(labels.name()));
        GeneratedMarks.addTo(type, labels.source());
        labels.labels().forEach(type::addEnumConstant);
        return GeneratedMarks.file(labels.packageName(), type.build()).build();
    }
}
