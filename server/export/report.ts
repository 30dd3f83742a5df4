import type { Chosen } from '../configuration/chosen-names.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { Checklist, ItemEvidence } from '../../shared/checklist.ts'
import { doubtsOf } from '../../shared/doubts.ts'
import { blocks, type Comparison, type Verdict } from '../../shared/finding.ts'
import { squashLineText } from '../../shared/line.ts'
import { describeAddress } from '../../shared/model.ts'
import { summarize } from '../../shared/report.ts'
import {
  moreTablesText,
  ROWS_MEAN,
  sensitiveText,
  sideRowsText,
} from '../../shared/seed-evidence.ts'
import type { Wording } from '../../shared/wording.ts'
import { cell, code, plain } from './markdown.ts'
import { categoriesIn, examplesText, NO_HISTORY } from './report-history.ts'

/** What a report tells of, all of it known before the export is applied. */
export interface ReportFacts {
  readonly project: string
  readonly run: RunRecord
  /** What people say of the categories of migrations. */
  readonly categories: Chosen
  readonly checklist: Checklist | null
  readonly versions: Readonly<Record<string, string>>
  readonly migrations: readonly {
    readonly name: string
    readonly file: string
    readonly hash: string
  }[]
  readonly written: readonly { readonly path: string; readonly hash: string }[]
}

/** What the log is worth, as every report says. */
export const EVIDENCE =
  'The sign-offs and their log are evidence of what was stated, not authentication: whoever can write to the project can write names into it. Each entry of the log holds the hash of the one before; the last hash, kept elsewhere, shows whether the log was changed since.'

/** The report for programs. */
export function reportJson(facts: ReportFacts): string {
  const { run, checklist } = facts
  const { verdict, headline } = summarize(run.comparison as Comparison)
  const document = {
    project: facts.project,
    verdict,
    headline,
    run: run.number,
    finishedAt: run.finishedAt,
    versions: facts.versions,
    inputs: run.inputs,
    sides: run.sides,
    proofs: run.proofs,
    counts: run.comparison.counts,
    findings: run.comparison.findings,
    notCompared: run.comparison.notCompared,
    categories: categoriesForPrograms(facts),
    archived: facts.migrations,
    ...(run.line ? { line: run.line } : {}),
    written: facts.written,
    acknowledgements: checklist?.acknowledgements ?? [],
    checklist: checklist?.items ?? [],
    log: { head: headOf(checklist), entries: checklist?.log ?? [], means: EVIDENCE },
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** The report for people. */
export function reportMarkdown(facts: ReportFacts): string {
  const { run, checklist } = facts
  const comparison = run.comparison as Comparison
  const { verdict, headline, coverage } = summarize(comparison)
  const sections = [
    [
      `# The baseline of ${plain(facts.project)}`,
      '',
      `**${verdict}**: ${plain(headline)}`,
      '',
      ...doubtLines(verdict, run.proofs),
      `${plain(coverage)}, in comparison ${run.number}, finished ${run.finishedAt}.`,
      ...(run.line ? ['', plain(squashLineText(run.line))] : []),
    ],
    ['## Sides', '', ...sidesOf(run)],
    ['## Proofs', '', ...run.proofs.map(proofLine)],
    ['## What was compared', '', ...countsOf(comparison)],
    ['## Differences', '', ...findingsOf(comparison)],
    ['## Not compared', '', ...listOf(comparison.notCompared.map(plain), 'Nothing was left out.')],
    ['## History', '', ...historyLines(facts)],
    ['## Acknowledged', '', ...acknowledgedOf(checklist)],
    [
      '## Signed',
      '',
      ...signedOf(checklist),
      '',
      EVIDENCE,
      '',
      `Last hash of the log: ${code(headOf(checklist) ?? 'none')}`,
    ],
    ['## Rows of the seed', '', ...rowsOf(checklist)],
    ['## Files', '', ...filesOf(facts)],
    [
      '## Versions',
      '',
      ...Object.entries(facts.versions).map(
        ([name, version]) => `- ${plain(name)}: ${plain(version)}`,
      ),
    ],
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** The same of a comparison alone, for whoever looks at a pipeline; at most so many differences are written out. */
export function comparisonMarkdown(
  comparison: Comparison,
  most: number,
  wording?: Wording,
  proofs: RunRecord['proofs'] = [],
): string {
  const { verdict, headline, coverage } = summarize(comparison)
  const title = wording ? `Rebaseline: ${wording.title}: ${verdict}` : `Rebaseline: ${verdict}`
  const { findings, notCompared } = comparison
  const sorted = findings.toSorted((a, b) => Number(blocks(b)) - Number(blocks(a)))
  const shown = { ...comparison, findings: sorted.slice(0, most) }
  const left = findings.length - shown.findings.length
  const more = left === 0 ? [] : [`- and ${left} more`]
  const sections = [
    [
      `## ${title}`,
      '',
      plain(wording?.headline(comparison) ?? headline),
      '',
      ...doubtLines(verdict, proofs),
      plain(coverage),
    ],
    ['### Differences', '', ...findingsOf(shown, wording), ...more],
    ['### Not compared', '', ...listOf(notCompared.map(plain), 'Nothing was left out.')],
    ...(proofs.length === 0 ? [] : [['### Also tried', '', ...proofs.map(proofLine)]]),
  ]
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const headOf = (checklist: Checklist | null): string | null => checklist?.log.at(-1)?.hash ?? null

const listOf = (lines: readonly string[], otherwise: string): readonly string[] =>
  lines.length === 0 ? [otherwise] : lines.map((line) => `- ${line}`)

const sidesOf = ({ sides }: RunRecord): readonly string[] =>
  (['old', 'rebuilt'] as const).map((name) => {
    const { origin, serverVersion } = sides[name]
    return `- ${name}: ${plain(origin)}, PostgreSQL ${plain(serverVersion)}`
  })

const proofLine = ({ title, outcome, detail }: RunRecord['proofs'][number]): string =>
  `- ${plain(title)}: **${outcome}**. ${plain(detail)}`

const doubtLines = (verdict: Verdict, proofs: RunRecord['proofs']): readonly string[] => {
  const doubts = doubtsOf(verdict, proofs)
  return doubts.length === 0 ? [] : [...doubts.map(proofLine), '']
}

const countsOf = ({ counts }: Comparison): readonly string[] => [
  '| kind | old | rebuilt | equal | findings |',
  '| --- | ---: | ---: | ---: | ---: |',
  ...Object.entries(counts).map(
    ([kind, { old, rebuilt, equal, findings }]) =>
      `| ${kind} | ${old} | ${rebuilt} | ${equal} | ${findings} |`,
  ),
]

const findingsOf = ({ findings }: Comparison, wording?: Wording): readonly string[] =>
  listOf(
    findings.map((finding) => {
      const { kind, address, change, attributes, note, sql } = finding
      const pair = wording?.values ?? ((old, rebuilt) => `${old} → ${rebuilt}`)
      const says = attributes
        .filter(({ name }) => !(wording && name === 'present'))
        .map(
          ({ name, old, rebuilt }) => `\n  - ${plain(name)}: ${pair(value(old), value(rebuilt))}`,
        )
      const mends =
        wording && sql !== undefined
          ? `\n  - ${wording.mends}: ${value(sql, LONGEST_STATEMENT)}`
          : ''
      const became = wording?.change(finding) ?? change
      const end = note === undefined ? '' : `: ${plain(note)}`
      return `${finding.class}${blocks(finding) ? ' (blocks)' : ''}: ${kind} ${code(describeAddress(address))} ${became}${end}${says.join('')}${mends}`
    }),
    'None.',
  )

const LONGEST = 300
const LONGEST_STATEMENT = 2000

/** The whole value stands in the JSON. */
function value(of: unknown, longest = LONGEST): string {
  const text = typeof of === 'string' ? of : JSON.stringify(of)
  return code(text.length > longest ? `${text.slice(0, longest)}…` : text)
}

function acknowledgedOf(checklist: Checklist | null): readonly string[] {
  const lines = (checklist?.acknowledgements ?? []).flatMap(({ class: name, count, given }) =>
    given === null
      ? []
      : [
          `${name}, ${count}: ${plain(given.reason)} (${who(given.person)}, ${given.at}, ${given.state})`,
        ],
  )
  return listOf(lines, 'Nothing had to be.')
}

function signedOf(checklist: Checklist | null): readonly string[] {
  const rows = (checklist?.items ?? []).map(({ title, evidence, signOff }) => {
    const by = signOff ? `${who(signOff.person)}, ${signOff.at}, ${signOff.state}` : 'not signed'
    return `| ${plain(title)} | ${by} | ${plain(signOff?.note ?? '')} | ${cell(evidence?.hash ?? '')} |`
  })
  return ['| item | by | note | hash of what it covers |', '| --- | --- | --- | --- |', ...rows]
}

function rowsOf(checklist: Checklist | null): readonly string[] {
  const { rowHashes, sensitive } = seedEvidenceOf(checklist) ?? {}
  if (!rowHashes) return ['No rows were compared for it.']
  const rows = rowHashes.tables.map(
    ({ table, old, rebuilt, madeAnew }) =>
      `| ${cell(table)} | ${cell(sideRowsText(old))} | ${cell(sideRowsText(rebuilt))} | ${cell(madeAnew.join(', '))} |`,
  )
  return [
    ...(rows.length === 0
      ? ['No table holds rows.']
      : [ROWS_MEAN, '', `| ${ROWS_HEAD.join(' | ')} |`, '| --- | --- | --- | --- |', ...rows]),
    ...(rowHashes.more > 0 ? ['', moreTablesText(rowHashes)] : []),
    '',
    ...listOf(
      (sensitive ?? []).map((each) => plain(sensitiveText(each))),
      'No value looks like a secret or personal data.',
    ),
  ]
}

/** What the checklist says of the rows. */
export const seedEvidenceOf = (checklist: Checklist | null): ItemEvidence | null =>
  checklist?.items.find(({ id }) => id === 'seed')?.evidence ?? null

export const ROWS_HEAD = ['table', 'old', 'rebuilt', 'made anew'] as const

const who = ({ name, email }: { readonly name: string; readonly email: string }): string =>
  plain(email === '' ? name : `${name}, ${email}`)

const categoriesForPrograms = (facts: ReportFacts) => {
  const table = categoriesIn(facts)
  return table
    ? Object.fromEntries(table.categories.map(({ title, migrations }) => [title, migrations]))
    : null
}

function historyLines(facts: ReportFacts): readonly string[] {
  const table = categoriesIn(facts)
  if (!table) return [NO_HISTORY]
  const rows = table.categories.map(
    ({ title, migrations }) =>
      `| ${plain(title)} | ${migrations.length} | ${plain(examplesText(migrations))} |`,
  )
  return [
    '| category | migrations | examples |',
    '| --- | ---: | --- |',
    ...rows,
    ...(table.notes.length === 0 ? [] : ['', ...table.notes.map((note) => `- ${plain(note)}`)]),
    '',
    'The picture of it stands in the HTML report beside this one.',
  ]
}

const filesOf = ({ written, migrations }: ReportFacts): readonly string[] => [
  '| file | SHA-256 |',
  '| --- | --- |',
  ...written.map(({ path, hash }) => `| ${cell(path)} | ${code(hash)} |`),
  ...migrations.map(({ file, hash }) => `| archived ${cell(file)} | ${code(hash)} |`),
]
