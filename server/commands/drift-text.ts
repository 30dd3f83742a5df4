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
