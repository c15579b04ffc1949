package dev.unroll.compiler.opt;

import java.util.List;

/** The pipelines, to be read top to bottom. */
public final class Passes {
    private static final Pass FOLD_CONSTANTS =
            new Pass("fold-constants", "move constants into the code that reads them", FoldConstants::run);
    private static final Pass COMMON_SUBEXPRESSIONS =
            new Pass("common-subexpressions", "do the same thing once", CommonSubexpressions::run);
    private static final Pass HOIST_INVARIANTS = new Pass(
            "hoist-invariants", "compute what is the same at every step before the loop", HoistInvariants::run);
    private static final Pass DEAD_CODE = new Pass("dead-code", "remove what nobody reads", DeadCode::run);

    private Passes() {}

    /**
     * Makes products large, on the program without a backward block: the reverse of a joined product before a loop is
     * itself joined and outside of the loop, so this need not be done twice.
     */
    public static List<Pass> beforeGradient() {
        return List.of(
                FOLD_CONSTANTS,
                HOIST_INVARIANTS,
                // a product reached through two equal expressions must be one before its readers are counted
                COMMON_SUBEXPRESSIONS,
                new Pass("fold-addend", "let products take in what is added to them", FoldAddend::run),
                new Pass("last-is-final", "take the last state from the loop itself", LastIsFinal::run),
                DEAD_CODE,
                new Pass("join-products", "multiply a value with several weights at once", JoinProducts::run),
                // joined products inside a loop are hoisted whole, hence after joining
                new Pass(
                        "hoist-input-projection",
                        "multiply inputs of all steps before the loop",
                        HoistInputProjection::run),
                DEAD_CODE);
    }

    /** Cleans up what differentiation wrote, and fuses. */
    public static List<Pass> afterGradient() {
        return List.of(
                new Pass("fold-broadcast", "let pointwise code spread its operands", FoldBroadcast::run),
                FOLD_CONSTANTS,
                // reverse loops repeat the constants and fixed values of forward loops
                HOIST_INVARIANTS,
                DEAD_CODE,
                COMMON_SUBEXPRESSIONS,
                new Pass("move-weight-gradients", "sum weight gradients after the loop", MoveWeightGradients::run),
                new Pass("sink-widen", "add up what steps have for a memory where they have it", SinkWiden::run),
                // moving writes the same shifted and stacked sequences again for every weight
                COMMON_SUBEXPRESSIONS,
                DEAD_CODE,
                new Pass("fuse-pointwise", "make one kernel of related pointwise code", FusePointwise::run),
                // only now is it known which sums are left over
                new Pass(
                        "fold-free-addend",
                        "let products take in what is added to them alone",
                        FoldAddend::runWhereFree),
                DEAD_CODE);
    }
}
