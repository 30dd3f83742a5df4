import { createHash } from 'node:crypto'
import { doubtsOf, OUTCOME_WORDS } from '../../shared/doubts.ts'
import {
  blocks,
  DIFFERENCE_CLASSES,
  type Comparison,
  type DifferenceClass,
  type Finding,
} from '../../shared/finding.ts'
import { KIND_NAMES } from '../../shared/kinds.ts'
import { squashLineText } from '../../shared/line.ts'
import type { Proof } from '../../shared/overview.ts'
import {
  CHANGE_WORDS,
  countsInOrder,
  formatNumber,
  subjectOf,
  summarize,
  VERDICT_WORDS,
} from '../../shared/report.ts'
import { markup, type Markup } from './markup.ts'
import {
  moreTablesText,
  ROWS_MEAN,
  sensitiveText,
  sideRowsText,
} from '../../shared/seed-evidence.ts'
import { EVIDENCE, ROWS_HEAD, seedEvidenceOf, type ReportFacts } from './report.ts'
import { categoriesIn, examplesText, NO_HISTORY } from './report-history.ts'
import { pictureMarkup } from './report-picture.ts'
import { REPORT_STYLE } from './report-style.ts'

/** The report as one page that needs nothing else: it works from disk, loads nothing and runs nothing. */
export function reportHtml(facts: ReportFacts): string {
  const comparison = facts.run.comparison as Comparison
  const { verdict, headline, coverage } = summarize(comparison)
  const isFine = verdict === 'equal' || verdict === 'acceptable'
  const title = `The baseline of ${facts.project}`
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(REPORT_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`
  const head = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
`
  const body = markup`</head>
<body>
<main>
<h1>${title}</h1>
<p class="verdict"><strong class="${isFine ? 'fine' : 'blocks'}">${VERDICT_WORDS[verdict]}</strong>: ${headline}</p>
${doubtsOf(verdict, facts.run.proofs).map(doubt)}
<p>${coverage}, in comparison ${facts.run.number}, finished ${facts.run.finishedAt}.</p>
${facts.run.line ? markup`<p>${squashLineText(facts.run.line)}</p>` : ''}
${section('Sides', sidesOf(facts))}
${section('Proofs', proofsOf(facts))}
${section('What was compared', countsOf(comparison))}
${section('Differences', differencesOf(comparison))}
${section('Not compared', listOf(comparison.notCompared, 'Nothing was left out.'))}
${section('History', historyOf(facts))}
${section('Acknowledged', acknowledgedOf(facts))}
${section('Signed', signedOf(facts))}
${section('Rows of the seed', rowsOf(facts))}
${section('Files', filesOf(facts))}
${section(
  'Versions',
  listOf(
    Object.entries(facts.versions).map(([name, version]) => `${name}: ${version}`),
    'None.',
  ),
)}
</main>
</body>
</html>
`
  // Its hash stands in the policy: not a character of it may be another one.
  return `${head.text}<style>${REPORT_STYLE}</style>\n${body.text}`
}

const section = (title: string, content: Markup): Markup =>
  markup`<section>
    <h2>${title}</h2>
    ${content}
  </section>`

const listOf = (lines: readonly string[], otherwise: string): Markup =>
  lines.length === 0
    ? markup`<p>${otherwise}</p>`
    : markup`<ul>
        ${lines.map((line) => markup`<li>${line}</li>`)}
      </ul>`

function table(headings: readonly string[], rows: readonly (readonly Markup[])[]): Markup {
  const head = headings.map((heading) => markup`<th scope="col">${heading}</th>`)
  const lines = rows.map(
    ([first = markup``, ...rest]) =>
      markup`<tr>
        <th scope="row">${first}</th>
        ${rest.map((each) => markup`<td>${each}</td>`)}
      </tr>`,
  )
  return markup`<table>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${lines}
    </tbody>
  </table>`
}

const sidesOf = ({ run }: ReportFacts): Markup =>
  table(
    ['side', 'where it comes from', 'PostgreSQL'],
    (['old', 'rebuilt'] as const).map((name) => [
      markup`${name}`,
      markup`${run.sides[name].origin}`,
      markup`${run.sides[name].serverVersion}`,
    ]),
  )

const doubt = ({ title, outcome, detail }: Proof): Markup =>
  markup`<p><strong class="blocks">${OUTCOME_WORDS[outcome]}</strong>: ${title}. ${detail}</p>
`

const proofsOf = ({ run }: ReportFacts): Markup =>
  table(
    ['proof', 'outcome', 'what was seen'],
    run.proofs.map(({ title, outcome, detail }) => [
      markup`${title}`,
      markup`${outcome}`,
      markup`${detail}`,
    ]),
  )

const countsOf = (comparison: Comparison): Markup =>
  table(
    ['kind', 'old', 'rebuilt', 'equal', 'findings'],
    countsInOrder(comparison).map(([kind, { old, rebuilt, equal, findings }]) => [
      markup`${KIND_NAMES[kind]}`,
      ...[old, rebuilt, equal, findings].map((count) => markup`${formatNumber(count)}`),
    ]),
  )

/** By class, what blocks first. */
function differencesOf({ findings }: Comparison): Markup {
  if (findings.length === 0) return markup`<p>None.</p>`
  const classes = (Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]).flatMap((name) => {
    const found = findings.filter((finding) => finding.class === name)
    const { means, blocks: isBlocking } = DIFFERENCE_CLASSES[name]
    const what = `${formatNumber(found.length)}, ${isBlocking ? 'blocks' : 'acceptable'}`
    return found.length === 0
      ? []
      : [
          markup`<h3>${name}: ${means} <span class="muted">(${what})</span></h3>
            ${found.map(findingOf)}`,
        ]
  })
  return markup`${classes}`
}

function findingOf(finding: Finding): Markup {
  const { kind, address, change, attributes, note } = finding
  const rows = attributes.map(({ name, old, rebuilt }) => [
    markup`${name}`,
    markup`<pre>${valueText(old)}</pre>`,
    markup`<pre>${valueText(rebuilt)}</pre>`,
  ])
  return markup`<article class="${blocks(finding) ? 'blocks' : 'fine'}">
    <h4>
      ${blocks(finding) ? '✗' : '≈'} <code>${subjectOf(kind, address)}</code> ${CHANGE_WORDS[change]}
    </h4>
    ${
      note === undefined ? markup`` : markup`<p class="muted">${note}</p>`
    }${rows.length === 0 ? markup`` : table(['attribute', 'old', 'rebuilt'], rows)}
  </article>`
}

const LONGEST = 4000

/** The whole value stands in the JSON. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const rest = text.length - LONGEST
  return rest > 0 ? `${text.slice(0, LONGEST)}… (${formatNumber(rest)} more characters)` : text
}

function historyOf(facts: ReportFacts): Markup {
  const categories = categoriesIn(facts)
  const { history } = facts.run
  if (!categories || !history) return markup`<p>${NO_HISTORY}</p>`
  const rows = categories.categories.map(({ title, migrations }) => [
    markup`${title}`,
    markup`${formatNumber(migrations.length)}`,
    markup`${examplesText(migrations)}`,
  ])
  const notes = categories.notes.map((note) => markup`<p>${note}</p>`)
  return markup`${table(['category', 'migrations', 'examples'], rows)}${notes}
    <h3>Tables down, migrations across</h3>
    ${pictureMarkup(history.picture)}`
}

function acknowledgedOf({ checklist }: ReportFacts): Markup {
  const rows = (checklist?.acknowledgements ?? []).flatMap(({ class: name, count, given }) =>
    given === null
      ? []
      : [
          [
            markup`${name}`,
            markup`${formatNumber(count)}`,
            markup`${given.reason}`,
            markup`${who(given.person)}, ${given.at}, ${given.state}`,
          ],
        ],
  )
  return rows.length === 0
    ? markup`<p>Nothing had to be.</p>`
    : table(['class', 'findings', 'reason', 'by'], rows)
}

function signedOf({ checklist }: ReportFacts): Markup {
  const rows = (checklist?.items ?? []).map(({ title, evidence, signOff }) => [
    markup`${title}`,
    signOff
      ? markup`${who(signOff.person)}, ${signOff.at}, ${signOff.state}`
      : markup`<span class="blocks">not signed</span>`,
    markup`${signOff?.note ?? ''}`,
    markup`<code>${evidence?.hash ?? ''}</code>`,
  ])
  const head = checklist?.log.at(-1)?.hash ?? 'none'
  return markup`${table(['item', 'by', 'note', 'hash of what it covers'], rows)}
    <p class="muted">${EVIDENCE}</p>
    <p>Last hash of the log: <code>${head}</code></p>`
}

function rowsOf({ checklist }: ReportFacts): Markup {
  const { rowHashes, sensitive } = seedEvidenceOf(checklist) ?? {}
  if (!rowHashes) return markup`<p>No rows were compared for it.</p>`
  const rows = rowHashes.tables.map(({ table: name, old, rebuilt, madeAnew }) => [
    markup`${name}`,
    markup`${sideRowsText(old)}`,
    markup`${sideRowsText(rebuilt)}`,
    markup`${madeAnew.join(', ')}`,
  ])
  const more = rowHashes.more > 0 ? markup`<p>${moreTablesText(rowHashes)}</p>` : markup``
  const hashes =
    rows.length === 0
      ? markup`<p>No table holds rows.</p>`
      : markup`<p class="muted">${ROWS_MEAN}</p>${table(ROWS_HEAD, rows)}${more}`
  const looks = (sensitive ?? []).map(sensitiveText)
  return markup`${hashes}${listOf(looks, 'No value looks like a secret or personal data.')}`
}

const who = ({ name, email }: { readonly name: string; readonly email: string }): string =>
  email === '' ? name : `${name}, ${email}`

const filesOf = ({ written, migrations }: ReportFacts): Markup =>
  table(
    ['file', 'SHA-256'],
    [
      ...written.map(({ path, hash }) => [
        markup`<code>${path}</code>`,
        markup`<code>${hash}</code>`,
      ]),
      ...migrations.map(({ file, hash }) => [
        markup`archived <code>${file}</code>`,
        markup`<code>${hash}</code>`,
      ]),
    ],
  )
