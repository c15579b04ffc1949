package dev.unroll.compiler.ir;

/** Hand-written programs in text form. */
final class SmallPrograms {
    /** A plain recurrent network over two features with a state of one, its last row as output, and a gradient. */
    static final String RECURRENT = """
      program Small
      parameter %wx.0: fixed[2, 1] {
        rnn.x 0..1 transposed GLOROT INPUT
      }
      parameter %wh.1: fixed[1, 1] {
        rnn.h 0..1 ORTHOGONAL RECURRENT
      }
      parameter %b.2: fixed[2] {
        rnn.bias 0..1 ZEROS BIAS
        rnn.gain 1..2 ONES GAIN
      }
      input %x.3: tokens(time)[2]
      input %target_out.4: batch[1]

      predict {
        %zero.5: batch[1] = constant 0.0
        %bias.6: fixed[1] = slice(%b.2) 0..1 @ small.rnn:3 rnn
        %final.7: batch[1], %hs.8: tokens(time)[1] = scan(%x.3, %zero.5) time sequences=1 carried=1 stacked=1 totals=0 (%x.9: step(time)[2], %h.10: step(time)[1]) {
          %zx.11: step(time)[1] = matmul(%x.9, %wx.0, %bias.6) @ small.rnn:4 rnn
          %z.12: step(time)[1] = matmul(%h.10, %wh.1, %zx.11) @ small.rnn:4 rnn
          %h.13: step(time)[1] = pointwise(%z.12) { h = tanh(a0) -> h } @ small.rnn:4 rnn
          -> %h.13, %h.13
        } @ small.rnn:4 rnn
        %out.14: batch[1] = last(%hs.8)
        -> %out.14
      }

      forward {
        %keep.15: tokens(time)[2] = mask rate=0.5 value=2.0 stream=0 @ small.rnn:5
        %dropped.16: tokens(time)[2] = pointwise(%x.3, %keep.15) { dropped = mul(a0, a1) -> dropped }
        %zx.17: tokens(time)[1] = matmul(%dropped.16, %wx.0)
        %out.18: batch[1] = last(%zx.17)
        %d.19: batch[1] = pointwise(%out.18, %target_out.4) { d.0 = sub(a0, a1); d.1 = mul(d.0, d.0); half = mul(d.1, 0.5) -> half }
        %sums.20: fixed[1] = sumrows(%d.19)
        %sum.21: fixed[] = sumfeatures(%sums.20)
        %rows.22: fixed[] = rowcount batch
        %loss.23: fixed[] = pointwise(%sum.21, %rows.22) { loss = div(a0, a1) -> loss }
        -> %loss.23, %out.18
      }

      backward {
        %g.24: tokens(time)[1] = atlast(%d.19)
        %dwx.25: fixed[2, 1] = matmul(%dropped.16, %g.24) transposeA
        %dwh.26: fixed[1, 1] = constant 0.0
        %db.27: fixed[2] = constant -0.0
        -> %dwx.25, %dwh.26, %db.27
      }
      gradients %wx.0, %wh.1, %b.2
      """;

    private SmallPrograms() {}
}
