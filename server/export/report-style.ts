/** The look of the report: of a screen, light or dark, and of paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f8fa; --edge: #d0d7de; --text: #1f2328; --muted: #57606a; --blocks: #a40e26; --fine: #1a7f37; --made: #0550ae; --changed: #6e40c9; --renamed: #7d4e00; --dropped: #953800 }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --raised: #161b22; --edge: #30363d; --text: #e6edf3; --muted: #9198a1; --blocks: #ff7b72; --fine: #56d364; --made: #79c0ff; --changed: #d2a8ff; --renamed: #e3b341; --dropped: #ffa657 } }
@media print { :root { --ground: #fff; --raised: #fff; --edge: #888; --text: #000; --muted: #333; --blocks: #900; --fine: #060; --made: #0550ae; --changed: #6e40c9; --renamed: #7d4e00; --dropped: #953800 } }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; background: var(--ground); color: var(--text); font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
h1 { font-size: 24px; line-height: 32px } h2 { margin-top: 2.5rem; font-size: 18px; line-height: 24px; border-bottom: 1px solid var(--edge) } h3 { margin: 1.5rem 0 0; font-size: 14px }
code, pre { font: 12.5px/18px ui-monospace, 'DejaVu Sans Mono', monospace; font-variant-ligatures: none; white-space: pre-wrap }
pre { margin: 0 } p.verdict { font-size: 18px; line-height: 26px } .muted { color: var(--muted) } .blocks { color: var(--blocks) } .fine { color: var(--fine) }
table { width: 100%; margin: .5rem 0; border-collapse: collapse } th, td { padding: 4px 8px; border: 1px solid var(--edge); text-align: left; vertical-align: top } thead th { background: var(--raised) } @media (min-width: 700px) { thead th, tbody th:not(:has(code)) { overflow-wrap: break-word } }
article { margin-top: 1rem; padding-left: .75rem; border-left: 3px solid var(--edge) } article.blocks { border-color: var(--blocks) } article.blocks, article.fine { color: inherit } article h4 { margin: 0; font-size: 14px } article p { margin: 0 } article table { table-layout: fixed } article th:first-child { width: 20% }
svg { overflow: hidden } svg.picture { display: block; max-width: 100%; height: auto; margin: .5rem 0 1rem; break-inside: avoid } svg text { font: 11px system-ui, sans-serif; fill: var(--text) } svg text.others { font-style: italic } svg text.gone { text-decoration: line-through; fill: var(--muted) } svg text.not-known { fill: var(--blocks); font-weight: bold } svg text.nothing, svg text.partly { fill: var(--muted) } rect.unknown { fill: var(--blocks); fill-opacity: .15 }
.life { fill: none; stroke: var(--edge); stroke-width: 2 } .life.others { stroke-width: 1 } .life.untold { stroke-dasharray: 3 3 } .mark-created { fill: var(--made) } .mark-altered { fill: var(--changed) } .mark-renamed { fill: var(--renamed) } .mark-rebuilt { fill: var(--muted); fill-rule: evenodd } .mark-dropped { fill: var(--dropped) } .mark-rows { fill: var(--fine) }
ul.legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; padding: 0; list-style: none } ul.legend svg { vertical-align: middle }
@media print { body { print-color-adjust: exact } body { max-width: none; margin: 0; font-size: 10pt } article, tr { break-inside: avoid } h2, h3 { break-after: avoid } thead { display: table-header-group } }
@page { margin: 18mm }
`
