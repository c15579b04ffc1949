package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Matrix;
import dev.unroll.runtime.memory.Packing;
import dev.unroll.runtime.memory.Rows;
import dev.unroll.runtime.memory.Sequence;

/** The products of {@link CpuDevice}: OpenBLAS on addresses, split over the team where that pays. */
final class CpuProducts {
    private final Team team;

    CpuProducts(Team team) {
        this.team = team;
    }

    void gemm(Worker w, boolean transposeA, boolean transposeB, Matrix a, Matrix b, float beta, Matrix c) {
        int k = transposeA ? a.rows() : a.cols();
        run(w, transposeA, transposeB, c.rows(), c.cols(), k, start(a), a.stride(), start(b), b.stride(), beta, c);
    }

    /**
     * c = Σ_t before(t)ᵀ · b.at(t) + beta c. The rows before consecutive steps are adjacent as long as no row ends, so each run of
     * steps with the same number of rows is one product, but for its first step: when all lengths are equal, one in all.
     */
    void before(Worker w, Sequence state, Sequence b, float beta, Matrix c) {
        Packing packing = b.packing();
        int rowsBefore = packing.batch();
        long from = start(state.initial());
        float scale = beta;
        int t = 0;
        while (t < packing.steps()) {
            int alive = packing.rowsAt(t);
            int next = t + 1;
            if (rowsBefore == alive) {
                while (next < packing.steps() && packing.rowsAt(next) == alive) {
                    next++;
                }
            }
            int rows = alive * (next - t);
            run(
                    w,
                    true,
                    false,
                    c.rows(),
                    c.cols(),
                    rows,
                    from,
                    state.initial().stride(),
                    step(b, t),
                    b.all().stride(),
                    scale,
                    c);
            scale = 1;
            from = step(state, next - 1);
            rowsBefore = alive;
            t = next;
        }
    }

    /** c = Σ_t after(t)ᵀ · b.at(t) + beta c. */
    void after(Worker w, Sequence x, Rows initial, Sequence b, float beta, Matrix c) {
        Packing packing = b.packing();
        int steps = packing.steps();
        float scale = beta;
        for (int t = 0; t < steps; t++) {
            int alive = packing.rowsAt(t);
            int staying = t + 1 < steps ? packing.rowsAt(t + 1) : 0;
            if (staying > 0) {
                run(
                        w,
                        true,
                        false,
                        c.rows(),
                        c.cols(),
                        staying,
                        step(x, t + 1),
                        x.all().stride(),
                        step(b, t),
                        b.all().stride(),
                        scale,
                        c);
                scale = 1;
            }
            if (alive > staying) {
                run(
                        w,
                        true,
                        false,
                        c.rows(),
                        c.cols(),
                        alive - staying,
                        Blas.address(
                                start(initial.all()),
                                (long) staying * initial.all().stride()),
                        initial.all().stride(),
                        Blas.address(step(b, t), (long) staying * b.all().stride()),
                        b.all().stride(),
                        scale,
                        c);
                scale = 1;
            }
        }
    }

    private void run(
            Worker w,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            Matrix c) {
        if (m == 0 || n == 0) {
            return;
        }
        if (w.inLane) {
            Blas.gemm(w, transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, start(c), c.stride());
            return;
        }
        Blas.keepToOneThread();
        GemmJob job = w.gemm;
        int parts = job.set(transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, start(c), c.stride());
        team.run(job, parts, w);
    }

    private static long step(Sequence sequence, int t) {
        Matrix all = sequence.all();
        return Blas.address(start(all), (long) sequence.packing().offset(t) * all.stride());
    }

    private static long start(Matrix matrix) {
        return Blas.address(matrix.arena().address(), matrix.offset());
    }
}
