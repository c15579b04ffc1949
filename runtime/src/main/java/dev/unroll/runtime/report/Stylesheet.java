package dev.unroll.runtime.report;

/** The report's looks, for light and dark screens and for paper. */
final class Stylesheet {
    static final String CSS = """
      :root { color-scheme: light dark; --ink: #1c2430; --dim: #5c6675; --rule: #d9dee6; --page: #ffffff; --panel: #f5f7fa;
        --c0: #1f6feb; --c1: #d1495b; --c2: #2a9d6f; --c3: #b7791f; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #9aa5b5; --rule: #333c4a; --page: #12161c;
        --panel: #1a2029; --c0: #6ea8ff; --c1: #ff8a94; --c2: #5fd0a2; --c3: #e7b05a; } }
      body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
      main { max-width: 54rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
      h1 { font-size: 1.7rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
      table { border-collapse: collapse; } th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--rule);
        text-align: left; font-weight: normal; overflow-wrap: anywhere; }
      th { color: var(--dim); } .figures td, .figures tr:first-child th { text-align: right; padding: .3rem 0 .3rem 1.6rem;
        font-variant-numeric: tabular-nums; }
      pre { background: var(--panel); padding: 1rem; overflow-x: auto; font-size: .85rem; }
      figure { margin: 0 0 1.2rem; } figcaption { color: var(--dim); } svg { width: 100%; height: auto; display: block; }
      svg text { fill: var(--dim); font-size: 12px; } .grid { stroke: var(--rule); }
      .legend span { margin-right: 1.2rem; font-size: .9rem; } .legend i { display: inline-block; width: 1rem; height: .2rem;
        vertical-align: middle; margin-right: .4rem; }
      path { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
      .l0 { stroke: var(--c0); } .l1 { stroke: var(--c1); } .l2 { stroke: var(--c2); } .l3 { stroke: var(--c3); }
      .k0 { background: var(--c0); } .k1 { background: var(--c1); } .k2 { background: var(--c2); } .k3 { background: var(--c3); }
      .map rect { fill: var(--c0); } .map text.on { fill: var(--page); } .map text.off { fill: var(--ink); }
      .map text.tiny { font-size: 10px; } .samples th { overflow-wrap: normal; }
      .guess { stroke: var(--dim); stroke-dasharray: 4 4; }
      .samples td, .samples th { vertical-align: top; font-size: .9rem; } .text { white-space: pre-wrap; line-height: 1.9; }
      .text span { padding: .1em 0; } .wrong { text-decoration: underline wavy var(--c1); } b.wrong { text-decoration: none; color: var(--c1); }
      .w1 { background: color-mix(in srgb, var(--c0) 9%, transparent); } .w2 { background: color-mix(in srgb, var(--c0) 18%, transparent); }
      .w3 { background: color-mix(in srgb, var(--c0) 27%, transparent); } .w4 { background: color-mix(in srgb, var(--c0) 36%, transparent); }
      .w5 { background: color-mix(in srgb, var(--c0) 45%, transparent); } .w6 { background: color-mix(in srgb, var(--c0) 54%, transparent); }
      .w7 { background: color-mix(in srgb, var(--c0) 63%, transparent); } .w8 { background: color-mix(in srgb, var(--c0) 72%, transparent); }
      .w9 { background: color-mix(in srgb, var(--c0) 81%, transparent); } .w10 { background: color-mix(in srgb, var(--c0) 90%, transparent); }
      .w7, .w8, .w9, .w10 { color: var(--page); }
      """;

    private Stylesheet() {}
}
