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
      """;

    private Stylesheet() {}
}
