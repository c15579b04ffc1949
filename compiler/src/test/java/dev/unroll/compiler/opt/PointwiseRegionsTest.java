package dev.unroll.compiler.opt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unroll.compiler.autodiff.Numbers;
import dev.unroll.compiler.autodiff.SmallPrograms;
import dev.unroll.compiler.ir.Bindings;
import dev.unroll.compiler.ir.Fn;
import dev.unroll.compiler.ir.Instr;
import dev.unroll.compiler.ir.Op;
import dev.unroll.compiler.ir.Program;
import dev.unroll.compiler.ir.Type;
import dev.unroll.compiler.ir.Value;
import dev.unroll.compiler.plan.ExecutionPlan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointwiseRegionsTest {
    @Test
    void kernelsTouchNoMoreValuesThanAPlanAllows() {
        assertThat(PointwiseRegions.MAX_OPERANDS).isLessThanOrEqualTo(ExecutionPlan.MAX_OPERANDS);
    }

    @Test
    void aLongSumBecomesSeveralKernels() {
        SmallPrograms small = new SmallPrograms();
        List<Value> inputs = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            inputs.add(small.input("x" + i, Type.batch(2)));
        }
        Program program = small.build(code -> {
            Value sum = inputs.get(0);
            for (Value input : inputs.subList(1, inputs.size())) {
                sum = code.pointwise("sum", Fn.ADD, sum, input);
            }
            return sum;
        });
        Program fused = FusePointwise.run(program);
        List<Instr> kernels = fused.predict().instrs().stream()
                .filter(instr -> instr.op() instanceof Op.Pointwise)
                .toList();
        assertThat(kernels).hasSize(3).allSatisfy(kernel -> assertThat(
                        kernel.operands().size() + kernel.results().size())
                .isLessThanOrEqualTo(PointwiseRegions.MAX_OPERANDS));
        Bindings bindings = Numbers.random(program, 1, 2);
        assertThat(Numbers.difference(Numbers.results(program, bindings), Numbers.results(fused, bindings)))
                .isLessThan(1e-12);
    }
}
