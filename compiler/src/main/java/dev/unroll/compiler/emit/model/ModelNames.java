package dev.unroll.compiler.emit.model;

import com.palantir.javapoet.NameAllocator;
import dev.unroll.compiler.types.HyperParameter;
import dev.unroll.compiler.types.ModelSpec;
import dev.unroll.compiler.types.Port;
import java.util.List;
import java.util.Locale;

/** Java names of a model's ports and hyper-parameters, clear of each other and of the names model classes use. */
final class ModelNames {
    /** Locals and parameters of generated methods. */
    private static final List<String> TAKEN = List.of(
            "model",
            "device",
            "file",
            "seed",
            "training",
            "listeners",
            "outputs",
            "predictions",
            "k",
            "e",
            "examples",
            "row",
            "session",
            "streams",
            "stream",
            "source",
            "state",
            "how",
            "beginning");

    private final NameAllocator variables = new NameAllocator();
    private final NameAllocator constants = new NameAllocator();

    ModelNames(ModelSpec model) {
        TAKEN.forEach(variables::newName);
        constants.newName("TRAINING");
        constants.newName("DECODING");
        model.inputs().forEach(port -> variables.newName(lowerCamel(port.name()), port));
        model.outputs().forEach(port -> variables.newName(lowerCamel(port.name()), port));
        model.hyperParameters().forEach(p -> constants.newName(upperSnake(p.name()), p));
    }

    /** The parameter or record component that stands for {@code port}. */
    String variable(Port port) {
        return variables.get(port);
    }

    /** The constant that holds {@code parameter}. */
    String constant(HyperParameter parameter) {
        return constants.get(parameter);
    }

    /** {@code next_year -> nextYear}. */
    static String lowerCamel(String name) {
        StringBuilder out = new StringBuilder();
        boolean up = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                up = out.length() > 0;
            } else {
                out.append(up ? Character.toUpperCase(c) : c);
                up = false;
            }
        }
        out.setCharAt(0, Character.toLowerCase(out.charAt(0)));
        return out.toString();
    }

    /** {@code lookBack, look_back -> LOOK_BACK}. */
    static String upperSnake(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
