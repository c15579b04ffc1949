package dev.unroll.compiler.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The text form, there and back. */
final class IrPrinterTest {
    @Test
    void handWrittenTextComesBackAsItWas() {
        assertEquals(SmallPrograms.RECURRENT, IrPrinter.print(IrParser.parse(SmallPrograms.RECURRENT)));
    }

    @Test
    void randomProgramsComeBackEqual() {
        for (long seed = 0; seed < 200; seed++) {
            Program program = RandomPrograms.program(seed);
            assertEquals(program, IrParser.parse(IrPrinter.print(program)), "seed " + seed);
        }
    }

    @Test
    void everyOperationComesBackEqual() {
        IrBuilder code = new IrBuilder(ValueIds.fromZero()).origin(new Origin("a \"b\".rnn", 0, "two\nwords"));
        Value x = code.constant("x", Type.tokens("src", 2), Double.NEGATIVE_INFINITY);
        Value b = code.last("b", x);
        code.mask("m", Type.batch(3), 1e-9, 1.0 / 3, 7);
        code.rowCount("n", Extent.tokens("src"));
        code.atLast("back", b, "src");
        code.shift("before", x, b, true);
        code.shift("before", x, b, false);
        code.concat("c", List.of(x, x));
        code.slice("s", x, 1, 2);
        code.broadcast("all", b, x.type());
        Value w = code.matMulTransposeA("w", x, x);
        code.matMul("p", x, w);
        code.matMulTransposeB("p", x, w);
        code.sumFeatures("f", code.sumRows("r", x));
        code.scan("src", true, List.of(x), List.of(b), (inner, xs, hs) -> {
            Value total = inner.sumRows("total", hs.get(0));
            return new ScanBody.Yield(hs, List.of(xs.get(0), xs.get(0)), List.of(total));
        });
        Block block = code.block(List.of());
        Program program = Program.of("the \\ program", List.of(), List.of(), block, Block.EMPTY);
        assertEquals(program, IrParser.parse(IrPrinter.print(program)));
    }

    @Test
    void stepsOfOneNameAndConfusingNamesComeBack() {
        Scalar.Step first = new Scalar.Step("a0", Fn.NEG, List.of(new Scalar.Arg(0)));
        Scalar.Step second = new Scalar.Step("NaN", Fn.ADD, List.of(new Scalar.Local(0), new Scalar.Const(Double.NaN)));
        Scalar.Step third = new Scalar.Step("s", Fn.MAX, List.of(new Scalar.Local(1), new Scalar.Const(-0.0)));
        Scalar.Step fourth = new Scalar.Step("s", Fn.MIN, List.of(new Scalar.Local(2), new Scalar.Const(1e300)));
        List<Scalar.Ref> results = List.of(new Scalar.Local(3), new Scalar.Arg(1), new Scalar.Const(2));
        Scalar scalar = new Scalar(2, List.of(first, second, third, fourth), results);
        String text = ScalarText.print(scalar);
        assertEquals(
                "{ a0.0 = neg(a0); NaN.1 = add(a0.0, NaN); s.2 = max(NaN.1, -0.0); s.3 = min(s.2, 1.0E300) -> s.3, a1, 2.0 }",
                text);
        assertEquals(scalar, ScalarText.parse(new IrTokens(text), 2));
    }

    @Test
    void everyFunctionHasAName() {
        for (Fn fn : Fn.values()) {
            Scalar.Ref[] operands = new Scalar.Ref[fn.arity()];
            for (int i = 0; i < operands.length; i++) {
                operands[i] = new Scalar.Arg(i);
            }
            Scalar scalar = Scalar.of("y", fn, operands);
            assertEquals(scalar, ScalarText.parse(new IrTokens(ScalarText.print(scalar)), fn.arity()));
        }
    }

    @Test
    void unreadableTextIsBlamedByLine() {
        assertUnreadable("matmul(%x.9, %wx.0, %bias.6)", "matmool(%x.9)", "line 19: there is no operation 'matmool'");
        assertUnreadable(
                "%out.14: batch[1] = last(%hs.8)", "%out.14: batch[1] = last(%hs.80)", "line 24: '%hs.80' is not");
        assertUnreadable("tanh(a0)", "tanj(a0)", "line 21: there is no function 'tanj'");
        assertUnreadable("tanh(a0)", "tanh(a1)", "line 21: ");
        assertUnreadable("rate=0.5", "rate=zero", "line 29: expected a number");
        assertUnreadable("rate=0.5", "rate=1.5", "line 29: mask of rate 1.5");
        assertUnreadable("rowcount batch", "rowcount bunch", "line 36: ");
        assertUnreadable("gradients", "; gradients", "line 48: expected 'gradients' but found ';'");
        assertUnreadable("program Small", "program ?", "line 1: cannot read '?'");
        assertUnreadable("gradients %wx.0, %wh.1, %b.2\n", "gradients %wx.0,", "line 48: '' is not defined above");
    }

    private static void assertUnreadable(String part, String replacement, String message) {
        assertTrue(SmallPrograms.RECURRENT.contains(part), part);
        String text = SmallPrograms.RECURRENT.replace(part, replacement);
        Exception thrown = assertThrows(IllegalArgumentException.class, () -> IrParser.parse(text));
        assertTrue(thrown.getMessage().startsWith(message), thrown.getMessage());
    }
}
