/** The look of the report: of a screen, light or dark, and of paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f6f8fa; --edge: #d0d7de; --text: #1f2328; --muted: #57606a; --blocks: #a40e26; --fine: #1a7f37 }
@media (prefers-color-scheme: dark) { :root { --ground: #0d1117; --raised: #161b22; --edge: #30363d; --text: #e6edf3; --muted: #9198a1; --blocks: #ff7b72; --fine: #56d364 } }
@media print { :root { --ground: #fff; --raised: #fff; --edge: #888; --text: #000; --muted: #333; --blocks: #900; --fine: #060 } }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; background: var(--ground); color: var(--text); font: 14px/20px system-ui, sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere }
h1 { font-size: 24px; line-height: 32px } h2 { margin-top: 2.5rem; font-size: 18px; line-height: 24px; border-bottom: 1px solid var(--edge) } h3 { margin: 1.5rem 0 0; font-size: 14px }
code, pre { font: 12.5px/18px ui-monospace, 'DejaVu Sans Mono', monospace; font-variant-ligatures: none; white-space: pre-wrap }
pre { margin: 0 } p.verdict { font-size: 18px; line-height: 26px } .muted { color: var(--muted) } .blocks { color: var(--blocks) } .fine { color: var(--fine) }
table { width: 100%; margin: .5rem 0; border-collapse: collapse } th, td { padding: 4px 8px; border: 1px solid var(--edge); text-align: left; vertical-align: top } thead th { background: var(--raised) } @media (min-width: 700px) { thead th, tbody th:not(:has(code)) { overflow-wrap: break-word } }
article { margin-top: 1rem; padding-left: .75rem; border-left: 3px solid var(--edge) } article.blocks { border-color: var(--blocks) } article.blocks, article.fine { color: inherit } article h4 { margin: 0; font-size: 14px } article p { margin: 0 } article table { table-layout: fixed } article th:first-child { width: 20% }
@media print { body { max-width: none; margin: 0; font-size: 10pt } article, tr { break-inside: avoid } h2, h3 { break-after: avoid } thead { display: table-header-group } }
@page { margin: 18mm }
`
