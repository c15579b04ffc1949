package dev.unroll.runtime.device;

import java.util.Arrays;

/** The loops of {@link ElementOp}, each small enough to be vectorised. */
final class ElementLoops {
    private ElementLoops() {}

    static void run(ElementOp op, int n, float[][] a, double p, double q, double r, double s) {
        switch (op) {
            case FILL -> Arrays.fill(a[0], 0, n, (float) p);
            case ADD -> add(n, a[0], a[1]);
            case ADD_SCALED -> addScaled(n, a[0], (float) p, a[1]);
            case SCALE -> scale(n, a[0], (float) p);
            case CLIP -> clip(n, a[0], (float) p);
            case DESCEND -> addScaled(n, a[1], (float) -p, a[0]);
            case MOMENTUM -> momentum(n, a[0], a[1], a[2], (float) p, (float) q);
            case NESTEROV -> nesterov(n, a[0], a[1], a[2], (float) p, (float) q);
            case ADAM -> {
                average(n, a[1], a[2], (float) q, (float) (1 - q));
                averageSquare(n, a[1], a[3], (float) r, (float) (1 - r));
                divideByRoot(n, a[0], a[2], a[3], (float) p, (float) s);
            }
            case RMSPROP -> {
                averageSquare(n, a[1], a[2], (float) q, (float) (1 - q));
                divideByRoot(n, a[0], a[1], a[2], (float) p, (float) r);
            }
            case ADAGRAD -> {
                addSquare(n, a[1], a[2]);
                divideByRoot(n, a[0], a[1], a[2], (float) p, (float) q);
            }
        }
    }

    private static void add(int n, float[] x, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += x[k];
        }
    }

    private static void addScaled(int n, float[] x, float factor, float[] y) {
        for (int k = 0; k < n; k++) {
            y[k] += factor * x[k];
        }
    }

    private static void scale(int n, float[] x, float factor) {
        for (int k = 0; k < n; k++) {
            x[k] *= factor;
        }
    }

    private static void clip(int n, float[] x, float limit) {
        for (int k = 0; k < n; k++) {
            x[k] = Math.max(-limit, Math.min(limit, x[k]));
        }
    }

    private static void momentum(int n, float[] w, float[] g, float[] v, float rate, float momentum) {
        for (int k = 0; k < n; k++) {
            v[k] = momentum * v[k] + g[k];
        }
        for (int k = 0; k < n; k++) {
            w[k] -= rate * v[k];
        }
    }

    private static void nesterov(int n, float[] w, float[] g, float[] v, float rate, float momentum) {
        for (int k = 0; k < n; k++) {
            v[k] = momentum * v[k] + g[k];
        }
        for (int k = 0; k < n; k++) {
            w[k] -= rate * (g[k] + momentum * v[k]);
        }
    }

    private static void average(int n, float[] g, float[] m, float beta, float rest) {
        for (int k = 0; k < n; k++) {
            m[k] = beta * m[k] + rest * g[k];
        }
    }

    private static void averageSquare(int n, float[] g, float[] v, float beta, float rest) {
        for (int k = 0; k < n; k++) {
            v[k] = beta * v[k] + rest * g[k] * g[k];
        }
    }

    private static void addSquare(int n, float[] g, float[] v) {
        for (int k = 0; k < n; k++) {
            v[k] += g[k] * g[k];
        }
    }

    private static void divideByRoot(int n, float[] w, float[] m, float[] v, float rate, float epsilon) {
        for (int k = 0; k < n; k++) {
            w[k] -= rate * m[k] / ((float) Math.sqrt(v[k]) + epsilon);
        }
    }
}
