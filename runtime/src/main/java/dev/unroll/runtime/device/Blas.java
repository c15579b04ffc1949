package dev.unroll.runtime.device;

import dev.unroll.runtime.memory.Arena;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenBLAS, kept to one thread: its own pool would spin against ours, and collapses when another process wants a core. Row-major
 * products on native addresses; the caller has checked all shapes.
 */
final class Blas {
    private static final Logger log = LoggerFactory.getLogger(Blas.class);
    private static final String CORE_VARIABLE = "OPENBLAS_CORETYPE";
    private static final int FLOAT = Float.BYTES;

    /** Up to so many multiplications OpenBLAS's AVX-512 code multiplies in place; beyond, it first repacks both factors. */
    private static final double SMALL_PRODUCT = 1e6;

    /**
     * Up to so many multiplications a single row is as fast among the small products as by itself; there it has the same bits as in
     * a larger batch, mostly (docs/kernels.md).
     */
    private static final double SMALL_ROW = 1e5;

    /** Sums over fewer rows at a time read and write the result too often. */
    private static final int SHORTEST_STRETCH = 8;

    /** Rows at which its code for a transposed second factor is at its best. */
    private static final int SMALL_TRANSPOSED_ROWS = 8;

    /** More rows than this make repacking worth while. */
    private static final int MOST_SLICED_ROWS = 256;

    private static String core;
    private static boolean smallProducts;
    private static volatile boolean afterNd4j;

    private Blas() {}

    /** Loads the library, and says so when it will be slow. */
    static synchronized String start() {
        if (core == null) {
            Loader.load(openblas_nolapack.class);
            Loader.load(openblas.class);
            core = coreName();
            smallProducts = Set.of("skylakex", "cooperlake", "sapphirerapids").contains(core.toLowerCase(Locale.ROOT));
            openblas_nolapack.blas_set_num_threads(1);
            warnIfSlow(core, System.getenv(CORE_VARIABLE));
        }
        return core;
    }

    /**
     * ND4J sets the number of threads when it starts, which may be after us. Setting it takes a millisecond and asking for it is not
     * bound, so it is set again once, when memory of ours was first shown to ND4J.
     */
    static void keepToOneThread() {
        if (!afterNd4j && Arena.nd4jUsed()) {
            afterNd4j = true;
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    private static String coreName() {
        // The preset does not bind this function, so it is called by its address.
        try {
            Pointer function = Loader.addressof("openblas_get_corename");
            if (function == null) {
                return "unknown";
            }
            return com.sun.jna.Function.getFunction(new com.sun.jna.Pointer(function.address()))
                    .invokePointer(new Object[0])
                    .getString(0);
        } catch (LinkageError e) {
            log.debug("cannot ask OpenBLAS for its core name without JNA", e);
            return "unknown";
        }
    }

    private static void warnIfSlow(String core, String variable) {
        switch (core.toLowerCase(Locale.ROOT)) {
            case "prescott",
                    "core2",
                    "penryn",
                    "dunnington",
                    "nehalem",
                    "katmai",
                    "coppermine",
                    "northwood",
                    "banias",
                    "atom",
                    "athlon",
                    "opteron",
                    "opteron_sse3",
                    "barcelona",
                    "bobcat",
                    "nano",
                    "generic",
                    "armv8" ->
                log.warn(
                        "OpenBLAS runs its {} code, which does not use this machine's wide vectors: products will be several times slower"
                                + " than they could be. Set {} to a core type this machine has.",
                        core,
                        CORE_VARIABLE);
            default -> log.debug("OpenBLAS core {}", core);
        }
        if (variable != null) {
            log.warn(
                    "{}={} overrides what OpenBLAS would choose for this machine; unset it unless you mean it",
                    CORE_VARIABLE,
                    variable);
        }
    }

    /** c = op(a) · op(b) + beta · c, with op(a) [m, k] and op(b) [k, n]; addresses in bytes, leading dimensions in elements. */
    static void gemm(
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
            long c,
            int ldc) {
        if (transposeA && smallProducts) {
            sum(w, m, n, k, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        int rows = transposeA || !smallProducts || m > MOST_SLICED_ROWS ? m : slice(m, (double) n * k, transposeB);
        for (int row = 0; row < m; row += rows) {
            long first = address(a, (long) row * lda);
            long result = address(c, (long) row * ldc);
            call(w, transposeA, transposeB, Math.min(rows, m - row), n, k, first, lda, b, ldb, beta, result, ldc);
        }
    }

    /**
     * c = aᵀ · b + beta · c in stretches of k short enough that OpenBLAS does not repack them, always added in the same order.
     * docs/kernels.md has the measurements.
     */
    private static void sum(
            Worker w, int m, int n, int k, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        int fitting = (int) Math.min(k, SMALL_PRODUCT / ((double) m * n)) / 4 * 4;
        int stretch = fitting >= SHORTEST_STRETCH ? fitting : k;
        for (int from = 0; from < k; from += stretch) {
            long x = address(a, (long) from * lda);
            long y = address(b, (long) from * ldb);
            float scale = from == 0 ? beta : 1;
            call(w, true, false, m, n, Math.min(stretch, k - from), x, lda, y, ldb, scale, c, ldc);
        }
    }

    /** Rows to multiply at once; m for all. docs/kernels.md has the measurements. */
    private static int slice(int m, double perRow, boolean transposeB) {
        int fitting = (int) Math.min(m, SMALL_PRODUCT / perRow) / 4 * 4;
        int rows = transposeB ? Math.min(SMALL_TRANSPOSED_ROWS, fitting) : fitting;
        return m * perRow > SMALL_PRODUCT || transposeB ? (rows > 0 ? rows : m) : m;
    }

    private static void call(
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
            long c,
            int ldc) {
        boolean small = smallProducts && !transposeB && (double) n * k <= SMALL_ROW;
        if (m == 1 && !transposeA && !small) {
            // y = op(b)ᵀ · x: OpenBLAS would otherwise repack b for a single row.
            openblas.cblas_sgemv(
                    openblas.CblasRowMajor,
                    transposeB ? openblas.CblasNoTrans : openblas.CblasTrans,
                    transposeB ? n : k,
                    transposeB ? k : n,
                    1f,
                    w.b.at(b),
                    ldb,
                    w.a.at(a),
                    1,
                    beta,
                    w.c.at(c),
                    1);
            return;
        }
        openblas.cblas_sgemm(
                openblas.CblasRowMajor,
                transposeA ? openblas.CblasTrans : openblas.CblasNoTrans,
                transposeB ? openblas.CblasTrans : openblas.CblasNoTrans,
                m,
                n,
                k,
                1f,
                w.a.at(a),
                lda,
                w.b.at(b),
                ldb,
                beta,
                w.c.at(c),
                ldc);
    }

    /** The address of an element. */
    static long address(long base, long element) {
        return base + element * FLOAT;
    }
}
