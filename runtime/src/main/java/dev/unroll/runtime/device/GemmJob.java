package dev.unroll.runtime.device;

/** A product cut into fixed parts of the result's rows or columns. The sum over k is never cut. */
final class GemmJob extends Job {
    /** Work below which a part is not worth waking a thread for: about 40 microseconds. */
    private static final double PART_FLOPS = 8e6;

    private static final int MOST_PARTS = 16;
    /** Parts of the result are no thinner. */
    private static final int THINNEST = 32;
    /**
     * Nor parts of a sum over all tokens (transposed a): every part packs the whole of the other operand again, which for
     * 128 x 512 over 3,200 tokens made sixteen parts take twice the time of four.
     */
    private static final int THINNEST_SUM = 96;

    private boolean transposeA;
    private boolean transposeB;
    private int m;
    private int n;
    private int k;
    private long a;
    private int lda;
    private long b;
    private int ldb;
    private float beta;
    private long c;
    private int ldc;
    private int parts;

    /** Takes a product; returns the number of parts, which depends on the sizes alone. */
    int set(
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
            long c,
            int ldc) {
        this.transposeA = transposeA;
        this.transposeB = transposeB;
        this.m = m;
        this.n = n;
        this.k = k;
        this.a = a;
        this.lda = lda;
        this.b = b;
        this.ldb = ldb;
        this.beta = beta;
        this.c = c;
        this.ldc = ldc;
        int byWork = (int) Math.min(MOST_PARTS, 2.0 * m * n * k / PART_FLOPS);
        int byWidth = Math.max(m, n) / (transposeA ? THINNEST_SUM : THINNEST);
        // A power of two, so that teams of two and four share the parts evenly.
        parts = Integer.highestOneBit(Math.max(1, Math.min(byWork, byWidth)));
        return parts;
    }

    @Override
    void part(int part, Worker worker) {
        if (m >= n) {
            int from = start(m, parts, part);
            int rows = start(m, parts, part + 1) - from;
            long first = Blas.address(a, transposeA ? from : (long) from * lda);
            Blas.gemm(
                    worker,
                    transposeA,
                    transposeB,
                    rows,
                    n,
                    k,
                    first,
                    lda,
                    b,
                    ldb,
                    beta,
                    Blas.address(c, (long) from * ldc),
                    ldc);
        } else {
            int from = start(n, parts, part);
            int cols = start(n, parts, part + 1) - from;
            long first = Blas.address(b, transposeB ? (long) from * ldb : from);
            Blas.gemm(worker, transposeA, transposeB, m, cols, k, a, lda, first, ldb, beta, Blas.address(c, from), ldc);
        }
    }
}
