package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;

/** Classes of the JDK, ND4J and JUnit that model classes and generated tests name. */
final class LibraryApi {

    static final ClassName DATA_TYPE = ClassName.get("org.nd4j.linalg.api.buffer", "DataType");
    static final ClassName PATH = ClassName.get("java.nio.file", "Path");
    static final ClassName LIST = ClassName.get("java.util", "List");
    static final ClassName ARRAY_LIST = ClassName.get("java.util", "ArrayList");
    static final ClassName STREAM = ClassName.get("java.util.stream", "Stream");
    static final ClassName OPTIONAL = ClassName.get("java.util", "Optional");
    static final ClassName TEST = ClassName.get("org.junit.jupiter.api", "Test");
    static final ClassName ASSERTIONS = ClassName.get("org.junit.jupiter.api", "Assertions");

    private LibraryApi() {}

    /** {@code float} with this many pairs of brackets. */
    static TypeName floats(int dimensions) {
        TypeName type = TypeName.FLOAT;
        for (int i = 0; i < dimensions; i++) {
            type = ArrayTypeName.of(type);
        }
        return type;
    }
}
