package dev.unroll.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.unroll.runtime.UnrollRuntime;
import dev.unroll.runtime.device.Device;
import dev.unroll.runtime.device.Kernel;
import dev.unroll.runtime.memory.Frame;
import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The names in {@link RuntimeApi} are those of the runtime. */
class RuntimeApiTest {
    @Test
    void classesExist() throws ReflectiveOperationException {
        for (Field field : RuntimeApi.class.getDeclaredFields()) {
            if (field.getType() == ClassName.class) {
                ClassName name = (ClassName) field.get(null);
                assertThat(Class.forName(name.reflectionName()))
                        .as(name.toString())
                        .isNotNull();
            }
        }
    }

    @Test
    void methodsExist() throws ReflectiveOperationException {
        Set<String> known = new TreeSet<>();
        for (Class<?> type : List.of(Device.class, Frame.class, Matrix.class, Rows.class, Sequence.class)) {
            List<Method> methods = new ArrayList<>(Arrays.asList(type.getDeclaredMethods()));
            methods.addAll(Arrays.asList(type.getMethods()));
            methods.forEach(method -> known.add(method.getName()));
        }
        for (Field field : RuntimeApi.class.getDeclaredFields()) {
            if (field.getType() == String.class && !field.getName().equals("RUNTIME")) {
                assertThat(known).as(field.getName()).contains((String) field.get(null));
            }
        }
    }

    @Test
    void versionAndLimitsAgree() {
        assertThat(RuntimeApi.API).isEqualTo(UnrollRuntime.API);
        assertThat(dev.unroll.compiler.plan.ExecutionPlan.MAX_OPERANDS).isEqualTo(Kernel.MAX_OPERANDS);
    }
}
