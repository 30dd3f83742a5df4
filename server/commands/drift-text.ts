import { hasRemedy, remedyFor, statementsFor, type MendRun } from '../mend/remedy.ts'
import type { Change, Comparison, DifferenceClass, Finding } from '../../shared/finding.ts'
import { summarize } from '../../shared/report.ts'
import type { Wording } from '../../shared/wording.ts'

const CHANGES: Readonly<Record<Change, string>> = {
  missing: 'is in the live database, and not in the baseline',
  added: 'is in the baseline, and not in the live database',
  changed: 'differs',
  renamed: 'has another name in the live database than in the baseline',
}

/** A comparison of a live database with a baseline, in words that say which of them has what. */
export const DRIFT: Wording = {
  title: 'the live database against the baseline',
  headline: (comparison) => {
    const { verdict, headline } = summarize(comparison)
    const told = headline.replace(' rebuilt)', ' in the baseline)')
    return verdict === 'different'
      ? `the live database has drifted from the baseline: ${told}`
      : told
  },
  change: ({ change }) => CHANGES[change],
  values: (old, rebuilt) => `live database ${old}, baseline ${rebuilt}`,
  mends: 'the baseline needs',
}

/** The same with what the migrations build, of which no finding has a statement. */
export const UNEXPLAINED: Wording = {
  title: 'the live database against its migrations',
  headline: (comparison) => {
    const { verdict, headline } = summarize(comparison)
    const told = headline.replace(' rebuilt)', ' in the live database)')
    return verdict === 'different'
      ? `the live database is not what its migrations build: ${told}`
      : told
  },
  change: ({ change }) => UNEXPLAINED_CHANGES[change],
  values: (old, rebuilt) => `migrations ${old}, live database ${rebuilt}`,
  mends: 'the migrations need',
}

const UNEXPLAINED_CHANGES: Readonly<Record<Change, string>> = {
  missing: 'is what the migrations build, and is not in the live database',
  added: 'is in the live database, and the migrations do not build it',
  changed: 'differs',
  renamed: 'has another name in the live database than the migrations give it',
}

/** What is left out says old and rebuilt, as of any comparison; here rebuilt is the live one. */
export const withLiveRebuilt = (comparison: Comparison): Comparison => ({
  ...comparison,
  notCompared: comparison.notCompared.map((note) =>
    note
      .replace(/(?<=: )old (?=is |has )/, 'what the migrations build ')
      .replace(/(?<=[;,] )rebuilt (?=is |of |has |"|none|the )/, 'the live database ')
      .replace(/(?<=only )old (?=has )/, 'what the migrations build ')
      .replace(/(?<=only )rebuilt (?=has )/, 'the live database '),
  ),
})

/** Of these the databases are the same. */
const SAME: ReadonlySet<DifferenceClass> = new Set(['printed', 'stale', 'volatile'])

/** The same comparison with, for each difference, what would bring the baseline up to the live database, or why nothing does. */
export const withStatements = (comparison: Comparison, run: MendRun): Comparison => ({
  ...comparison,
  notCompared: comparison.notCompared.map(withSides),
  findings: comparison.findings.map((finding) => withStatement(finding, run)),
})

/** What is left out says old and rebuilt, as of any comparison; here it is told which of them is live. */
const withSides = (note: string): string =>
  note
    .replace(
      /(?: that)? stays? behind on old; rebuilt has /,
      ' in the live database; the baseline has ',
    )
    .replace(/(?<=: )old (?=is |has )/, 'the live database ')
    .replace(/(?<=[;,] )rebuilt (?=is |of |"|none|the )/, 'the baseline ')

function withStatement(finding: Finding, run: MendRun): Finding {
  if (SAME.has(finding.class)) return finding
  if (hasRemedy(run, finding)) {
    const statements = statementsFor(run, finding).map((sql) => sql.trim())
    if (statements.length > 0) return { ...finding, sql: statements.join(';\n') }
  }
  const [left] = remedyFor(run, [finding]).left
  const why = `no statement brings the baseline up to it${left ? `: ${left.why}` : ''}`
  return { ...finding, note: [finding.note, why].filter(Boolean).join('. ') }
}
