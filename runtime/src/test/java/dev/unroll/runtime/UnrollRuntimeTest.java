package dev.unroll.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnrollRuntimeTest {
    @Test
    void acceptsItsOwnInterfaceOnly() {
        assertThatCode(() -> UnrollRuntime.requireApi(UnrollRuntime.API)).doesNotThrowAnyException();
        assertThatThrownBy(() -> UnrollRuntime.requireApi(UnrollRuntime.API - 1))
                .hasMessageContaining("rebuild the model");
        assertThatThrownBy(() -> UnrollRuntime.requireApi(UnrollRuntime.API + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use the unroll-runtime of the same version");
    }
}
