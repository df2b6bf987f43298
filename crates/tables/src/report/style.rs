//! The look of the report: dark or light as the reader's device asks, plain on paper.

/// The style sheet.
pub(super) const CSS: &str = "\
:root { color-scheme: light dark; --ink: #1a2330; --soft: #5b6675; --line: #d5dbe3; --ground: #ffffff; --band: #f3f6f9;
  --for: #1b7f5c; --against: #b3442e; --first: #1f5fa8; --second: #b8660b; --warn: #fff4dc; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf1; --soft: #9aa7b6; --line: #36414e; --ground: #12171d; --band: #1a2129;
  --for: #4cc495; --against: #f0866f; --first: #7db4f0; --second: #f0a854; --warn: #3a2f14; } }
@media print { :root { --ink: #000; --soft: #444; --line: #999; --ground: #fff; --band: #fff; --for: #1b7f5c; --against: #b3442e;
  --first: #1f5fa8; --second: #b8660b; --warn: #fff; } section, figure, tr { break-inside: avoid; } details { display: none; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, 'Source Sans 3', 'Segoe UI', sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; overflow-wrap: anywhere; }
p { max-width: 46rem; margin: .4rem 0; }
.soft { color: var(--soft); }
.warn { background: var(--warn); border-inline-start: .3rem solid var(--second); padding: .5rem .8rem; margin: .5rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .8rem; margin: 1rem 0; padding: 0; }
dl div { background: var(--band); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; }
dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: start; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: middle; }
th { color: var(--soft); font-weight: 600; } td.n, th.n { text-align: end; white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
svg { display: block; max-width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); }
.grid { stroke: var(--line); fill: none; } .axis { stroke: var(--soft); fill: none; }
.for { fill: var(--for); } .against { fill: var(--against); } .first { fill: var(--first); }
.line1 { stroke: var(--first); fill: none; stroke-width: 2.5; } .line2 { stroke: var(--second); fill: none; stroke-width: 2.5; stroke-dasharray: 7 3; }
.dot { fill: var(--ink); } .step { stroke: var(--soft); stroke-dasharray: 2 2; }
pre { background: var(--band); border: 1px solid var(--line); padding: .8rem; overflow-x: auto; font-size: .85rem; }
";
