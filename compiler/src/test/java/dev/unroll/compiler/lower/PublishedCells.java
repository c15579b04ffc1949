package dev.unroll.compiler.lower;

import java.util.Map;

/**
 * Recurrent cells as other libraries publish them, one example at a time, in plain loops. Written from their documentation
 * and nothing of this compiler:
 *
 * <ul>
 *   <li>LSTM: PyTorch, {@code torch.nn.LSTM}: i = s(W_ii x + b_ii + W_hi h + b_hi), likewise f, g (tanh) and o; c' = f * c +
 *       i * g; h' = o * tanh(c').
 *   <li>LSTM with projection: PyTorch, {@code torch.nn.LSTM(proj_size)}: h' = W_hr (o * tanh(c')), without a bias.
 *   <li>LSTM with peepholes: Graves 2013, equations 7 to 11: i and f read w * c(t-1), o reads w * c(t), diagonal weights.
 *   <li>LSTM with zoneout in prediction: Krueger et al. 2017: c = z_c c(t-1) + (1 - z_c) c', h = z_h h(t-1) + (1 - z_h) o tanh(c').
 *   <li>Layer normalisation of the LSTM: Ba et al. 2016, supplement, equations 20 to 22, each gate by itself.
 *   <li>GRU with reset after: PyTorch, {@code torch.nn.GRU}: r = s(W_ir x + b_ir + W_hr h + b_hr), z likewise, n = tanh(W_in x
 *       + b_in + r * (W_hn h + b_hn)), h' = (1 - z) * n + z * h. Keras' {@code GRU(reset_after=True)} is the same.
 *   <li>GRU with reset before: Keras, {@code GRU(reset_after=False)}: z, r = s(x W + h U + b), hh = tanh(x W_h + (r * h) U_h +
 *       b_h), h' = z * h + (1 - z) * hh.
 *   <li>SimpleRNN: Keras, {@code SimpleRNN}: h' = tanh(x W + b + h U).
 * </ul>
 *
 * <p>Weights are given by name as rows {@code [in][out]}; biases as one row.
 */
final class PublishedCells {
    private final Map<String, double[][]> w;

    PublishedCells(Map<String, double[][]> weights) {
        this.w = weights;
    }

    double[][] lstm(double[][] xs, double[] h0, double[] c0) {
        double[][] out = new double[xs.length][];
        double[] h = h0;
        double[] c = c0;
        for (int t = 0; t < xs.length; t++) {
            double[] newC = new double[c.length];
            double[] newH = new double[h.length];
            for (int k = 0; k < h.length; k++) {
                double i = logistic(gate("i", xs[t], h, k));
                double f = logistic(gate("f", xs[t], h, k));
                double g = Math.tanh(gate("g", xs[t], h, k));
                double o = logistic(gate("o", xs[t], h, k));
                newC[k] = f * c[k] + i * g;
                newH[k] = o * Math.tanh(newC[k]);
            }
            h = newH;
            c = newC;
            out[t] = h;
        }
        return out;
    }

    /** An LSTM with any of: projection (weight {@code h.m}), peepholes ({@code pi, pf, po}), norms ({@code gain}, {@code shift}). */
    double[][] variant(double[][] xs, int state, int units, double zoneoutH, double zoneoutC) {
        double[][] out = new double[xs.length][];
        double[] h = new double[state];
        double[] c = new double[units];
        for (int t = 0; t < xs.length; t++) {
            double[] i = sums("i", xs[t], h, units);
            double[] f = sums("f", xs[t], h, units);
            double[] g = sums("g", xs[t], h, units);
            double[] o = sums("o", xs[t], h, units);
            double[] memory = new double[units];
            for (int k = 0; k < units; k++) {
                double in = logistic(i[k] + peephole("pi", k) * c[k]);
                double keep = logistic(f[k] + peephole("pf", k) * c[k]);
                memory[k] = keep * c[k] + in * Math.tanh(g[k]);
            }
            String norm = w.containsKey("m.gain") ? "m." : "h.";
            double[] seen = w.containsKey(norm + "gain") ? normed(memory, norm) : memory;
            double[] m = new double[units];
            for (int k = 0; k < units; k++) {
                m[k] = logistic(o[k] + peephole("po", k) * memory[k]) * Math.tanh(seen[k]);
            }
            double[] fresh = new double[state];
            double[] nextC = new double[units];
            double[] nextH = new double[state];
            for (int k = 0; k < state; k++) {
                fresh[k] = w.containsKey("h.m") ? column("h.m", m, k) : m[k];
                nextH[k] = zoneoutH * h[k] + (1 - zoneoutH) * fresh[k];
            }
            for (int k = 0; k < units; k++) {
                nextC[k] = zoneoutC * c[k] + (1 - zoneoutC) * memory[k];
            }
            h = nextH;
            c = nextC;
            out[t] = h;
        }
        return out;
    }

    private double peephole(String name, int k) {
        return w.containsKey(name) ? w.get(name)[0][k] : 0;
    }

    private double[] sums(String gate, double[] x, double[] h, int units) {
        double[] ofX = new double[units];
        double[] ofH = new double[units];
        for (int k = 0; k < units; k++) {
            ofX[k] = column(gate + ".x", x, k);
            ofH[k] = column(gate + ".h", h, k);
        }
        boolean norms = w.containsKey(gate + ".x.gain");
        double[] first = norms ? normed(ofX, gate + ".x.") : ofX;
        double[] second = norms ? normed(ofH, gate + ".h.") : ofH;
        double[] sums = new double[units];
        for (int k = 0; k < units; k++) {
            sums[k] = first[k] + second[k] + (norms ? 0 : w.get(gate + ".bias")[0][k]);
        }
        return sums;
    }

    private double[] normed(double[] v, String prefix) {
        double mean = 0;
        for (double e : v) {
            mean += e / v.length;
        }
        double variance = 0;
        for (double e : v) {
            variance += (e - mean) * (e - mean) / v.length;
        }
        double[] normed = new double[v.length];
        for (int k = 0; k < v.length; k++) {
            normed[k] = w.get(prefix + "gain")[0][k] * (v[k] - mean) / Math.sqrt(variance + 1e-3)
                    + w.get(prefix + "shift")[0][k];
        }
        return normed;
    }

    double[][] gruAfter(double[][] xs, double[] h0) {
        double[][] out = new double[xs.length][];
        double[] h = h0;
        for (int t = 0; t < xs.length; t++) {
            double[] next = new double[h.length];
            for (int k = 0; k < h.length; k++) {
                double r = logistic(column("r.x", xs[t], k)
                        + w.get("r.x.bias")[0][k]
                        + column("r.h", h, k)
                        + w.get("r.h.bias")[0][k]);
                double z = logistic(column("z.x", xs[t], k)
                        + w.get("z.x.bias")[0][k]
                        + column("z.h", h, k)
                        + w.get("z.h.bias")[0][k]);
                double inner = column("c.h", h, k) + w.get("c.h.bias")[0][k];
                double n = Math.tanh(column("c.x", xs[t], k) + w.get("c.x.bias")[0][k] + r * inner);
                next[k] = (1 - z) * n + z * h[k];
            }
            h = next;
            out[t] = h;
        }
        return out;
    }

    double[][] gruBefore(double[][] xs, double[] h0) {
        double[][] out = new double[xs.length][];
        double[] h = h0;
        for (int t = 0; t < xs.length; t++) {
            double[] damped = new double[h.length];
            for (int k = 0; k < h.length; k++) {
                damped[k] = logistic(gate("r", xs[t], h, k)) * h[k];
            }
            double[] next = new double[h.length];
            for (int k = 0; k < h.length; k++) {
                double z = logistic(gate("z", xs[t], h, k));
                double hh = Math.tanh(gate("c", xs[t], damped, k));
                next[k] = z * h[k] + (1 - z) * hh;
            }
            h = next;
            out[t] = h;
        }
        return out;
    }

    double[][] simpleRnn(double[][] xs, double[] h0) {
        double[][] out = new double[xs.length][];
        double[] h = h0;
        for (int t = 0; t < xs.length; t++) {
            double[] next = new double[h.length];
            for (int k = 0; k < h.length; k++) {
                next[k] = Math.tanh(gate("h", xs[t], h, k));
            }
            h = next;
            out[t] = h;
        }
        return out;
    }

    private double gate(String name, double[] x, double[] h, int k) {
        return column(name + ".x", x, k) + column(name + ".h", h, k) + w.get(name + ".bias")[0][k];
    }

    private double column(String weight, double[] row, int k) {
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            sum += row[j] * w.get(weight)[j][k];
        }
        return sum;
    }

    private static double logistic(double v) {
        return 1 / (1 + Math.exp(-v));
    }
}
