package dev.unroll.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.unroll.compiler.emit.ScalarCode.Text;
import dev.unroll.compiler.ir.Scalar;
import dev.unroll.compiler.ir.Scalar.Arg;
import dev.unroll.compiler.ir.Scalar.Const;
import dev.unroll.compiler.ir.Scalar.Local;
import dev.unroll.compiler.ir.Scalar.Ref;
import dev.unroll.compiler.ir.Scalar.Step;
import dev.unroll.compiler.plan.KernelPlan;
import dev.unroll.compiler.plan.KernelPlan.Port;
import dev.unroll.compiler.plan.KernelPlan.Port.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two bodies of one kernel, and its equations. */
final class KernelBodies {
    /** An expression longer than this gets a name of its own. */
    private static final int LONGEST = 6;

    private final KernelPlan kernel;
    private final Scalar scalar;
    private final List<List<Integer>> loops;
    private final Names names = new Names("n", "k", "a");
    private final List<String> arguments = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final Map<Integer, String> arrays = new HashMap<>();
    private final List<String> temporaries = new ArrayList<>();

    KernelBodies(KernelPlan kernel) {
        this.kernel = kernel;
        scalar = kernel.scalar();
        loops = KernelLoops.split(scalar);
        kernel.argumentNames().forEach(hint -> arguments.add(names.fresh(hint)));
        for (int r = 0; r < kernel.resultNames().size(); r++) {
            String hint = kernel.resultNames().get(r);
            results.add(names.fresh(kernel.argumentNames().contains(hint) ? "new_" + hint : hint));
            if (scalar.results().get(r) instanceof Local local) {
                arrays.putIfAbsent(local.index(), results.get(r));
            }
        }
        for (List<Integer> loop : loops) {
            for (int s : loop) {
                if (!arrays.containsKey(s) && usersOutside(s, loop)) {
                    arrays.put(s, names.fresh(scalar.steps().get(s).name()));
                    temporaries.add(arrays.get(s));
                }
            }
        }
    }

    /** Names of the arguments and results, in the order of the ports. */
    List<String> portNames() {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(results);
        return all;
    }

    List<String> temporaries() {
        return List.copyOf(temporaries);
    }

    /** One equation per line, {@code c = f * cBefore + i * g}. */
    List<String> equations() {
        List<String> lines = new ArrayList<>();
        for (List<Integer> loop : loops) {
            Map<Integer, Text> inLoop = new HashMap<>();
            for (int s : loop) {
                Text text = ScalarCode.floats(scalar.steps().get(s).fn(), operands(s, inLoop, "", true));
                if (arrays.containsKey(s)) {
                    lines.add(arrays.get(s) + " = " + text.code());
                    inLoop.put(s, Text.atom(arrays.get(s)));
                } else {
                    inLoop.put(s, named(s, loop, text) ? line(lines, s, text) : text);
                }
            }
        }
        for (int r = 0; r < results.size(); r++) {
            String copied = copiedResult(r, "");
            if (!copied.isEmpty()) {
                lines.add(results.get(r) + " = " + copied);
            }
        }
        return lines;
    }

    private Text line(List<String> lines, int s, Text text) {
        String name = Names.lowerCamel(scalar.steps().get(s).name());
        lines.add(name + " = " + text.code());
        return Text.atom(name);
    }

    /** The loops of the CPU form. */
    List<CodeBlock> floatLoops() {
        List<CodeBlock> code = new ArrayList<>();
        for (List<Integer> loop : loops) {
            CodeBlock.Builder block = CodeBlock.builder().beginControlFlow("for (int k = 0; k < n; k++)");
            Names locals = new Names(names);
            Map<Integer, Text> inLoop = new HashMap<>();
            for (int s : loop) {
                Text text = ScalarCode.floats(scalar.steps().get(s).fn(), operands(s, inLoop, "[k]", false));
                inLoop.put(s, floatStatement(s, loop, text, locals, block));
            }
            code.add(block.endControlFlow().build());
        }
        for (int r = 0; r < results.size(); r++) {
            String copied = copiedResult(r, "[k]");
            if (!copied.isEmpty()) {
                code.add(CodeBlock.builder()
                        .beginControlFlow("for (int k = 0; k < n; k++)")
                        .addStatement("$L[k] = $L", results.get(r), copied)
                        .endControlFlow()
                        .build());
            }
        }
        return code;
    }

    private Text floatStatement(int s, List<Integer> loop, Text text, Names locals, CodeBlock.Builder block) {
        String array = arrays.get(s);
        boolean usedHere = usersInside(s, loop) > 0;
        if (array != null && !usedHere) {
            block.addStatement("$L[k] = $L", array, text.code());
            return text;
        }
        if (array == null && !named(s, loop, text)) {
            return text;
        }
        String local = locals.fresh(array == null ? scalar.steps().get(s).name() : array + "K");
        block.addStatement("float $L = $L", local, text.code());
        if (array != null) {
            block.addStatement("$L[k] = $L", array, local);
        }
        return Text.atom(local);
    }

    /** The statements of the ND4J form. Results that may lie where arguments lie are assigned after all is computed. */
    CodeBlock arrayStatements() {
        boolean inPlace = inPlace();
        CodeBlock.Builder code = CodeBlock.builder();
        CodeBlock.Builder last = CodeBlock.builder();
        Names locals = new Names(names);
        Map<Integer, Text> texts = new HashMap<>();
        for (int s = 0; s < scalar.steps().size(); s++) {
            Text text = ScalarCode.arrays(scalar.steps().get(s).fn(), arrayOperands(s, texts));
            boolean result = scalar.results().contains(new Local(s));
            if (result && !inPlace) {
                code.addStatement("$L.assign($L)", arrays.get(s), text.code());
                texts.put(s, Text.atom(arrays.get(s)));
            } else if (result || users(s) > 1 || text.size() >= LONGEST) {
                String hint = arrays.getOrDefault(s, scalar.steps().get(s).name());
                String local = locals.fresh(result ? "next_" + hint : hint + (arrays.containsKey(s) ? "_value" : ""));
                code.addStatement("$T $L = $L", RuntimeApi.INDARRAY, local, text.code());
                texts.put(s, Text.atom(local));
                if (result) {
                    last.addStatement("$L.assign($L)", arrays.get(s), local);
                }
            } else {
                texts.put(s, text);
            }
        }
        for (int r = 0; r < results.size(); r++) {
            if (scalar.results().get(r) instanceof Const number) {
                last.addStatement("$L.assign($L)", results.get(r), JavaText.doubleLiteral(number.value()));
            } else if (scalar.results().get(r) instanceof Arg arg && inPlace) {
                String local = locals.fresh("next_" + results.get(r));
                code.addStatement("$T $L = $L.dup()", RuntimeApi.INDARRAY, local, arguments.get(arg.index()));
                last.addStatement("$L.assign($L)", results.get(r), local);
            } else {
                String copied = copiedResult(r, "");
                if (!copied.isEmpty()) {
                    last.addStatement("$L.assign($L)", results.get(r), copied);
                }
            }
        }
        return code.add(last.build()).build();
    }

    /** Whether a launch writes where it reads. */
    private boolean inPlace() {
        for (Port out : kernel.ports()) {
            for (Port in : kernel.ports()) {
                boolean writes = out.kind() == Kind.OUT && in.kind() != Kind.OUT && out.operand() == in.operand();
                if (writes && out.from() < in.from() + in.width() && in.from() < out.from() + out.width()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a result that is no step of its own is: an argument, a number, or another result; empty for the others. */
    private String copiedResult(int r, String index) {
        Ref ref = scalar.results().get(r);
        if (ref instanceof Arg arg) {
            return arguments.get(arg.index()) + index;
        }
        if (ref instanceof Const number) {
            return index.isEmpty() ? JavaText.doubleLiteral(number.value()) : JavaText.floatLiteral(number.value());
        }
        String array = arrays.get(((Local) ref).index());
        return array.equals(results.get(r)) ? "" : array + index;
    }

    private List<Text> operands(int s, Map<Integer, Text> inLoop, String index, boolean equation) {
        List<Text> texts = new ArrayList<>();
        for (Ref ref : scalar.steps().get(s).operands()) {
            if (ref instanceof Arg arg) {
                texts.add(Text.atom(arguments.get(arg.index()) + index));
            } else if (ref instanceof Const number) {
                texts.add(Text.atom(
                        equation
                                ? JavaText.floatLiteral(number.value()).replace("f", "")
                                : JavaText.floatLiteral(number.value())));
            } else {
                int local = ((Local) ref).index();
                Text known = inLoop.get(local);
                texts.add(known != null ? known : Text.atom(arrays.get(local) + index));
            }
        }
        return texts;
    }

    private List<Text> arrayOperands(int s, Map<Integer, Text> texts) {
        List<Text> operands = new ArrayList<>();
        for (Ref ref : scalar.steps().get(s).operands()) {
            if (ref instanceof Arg arg) {
                operands.add(Text.atom(arguments.get(arg.index())));
            } else if (ref instanceof Const number) {
                operands.add(Text.atom(JavaText.doubleLiteral(number.value())));
            } else {
                operands.add(texts.get(((Local) ref).index()));
            }
        }
        return operands;
    }

    /** Whether a step's value gets a name although it is needed in one loop only. */
    private boolean named(int s, List<Integer> loop, Text text) {
        return usersInside(s, loop) > 1 || text.size() >= LONGEST;
    }

    private int users(int s) {
        int count = 0;
        for (Step step : scalar.steps()) {
            count += (int) step.operands().stream().filter(new Local(s)::equals).count();
        }
        return count;
    }

    private int usersInside(int s, List<Integer> loop) {
        int count = 0;
        for (int user : loop) {
            count += (int) scalar.steps().get(user).operands().stream()
                    .filter(new Local(s)::equals)
                    .count();
        }
        return count;
    }

    private boolean usersOutside(int s, List<Integer> loop) {
        return users(s) > usersInside(s, loop);
    }
}
