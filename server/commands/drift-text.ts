import { hasRemedy, remedyFor, statementsFor, type MendRun } from '../mend/remedy.ts'
import type { Change, Comparison, DifferenceClass, Finding } from '../../shared/finding.ts'
import { summarize } from '../../shared/report.ts'
import type { Wording } from '../../shared/wording.ts'

/** A comparison of two sides that have names of their own, one of them the live database. */
function wordingOf(words: {
  readonly title: string
  /** What is said where they differ. */
  readonly different: string
  /** How the rebuilt side is called where objects are counted. */
  readonly inRebuilt: string
  readonly changes: Readonly<Record<Change, string>>
  readonly values: Wording['values']
  readonly mends: string
}): Wording {
  const { title, different, inRebuilt, changes, values, mends } = words
  return {
    title,
    headline: (comparison) => {
      const { verdict, headline } = summarize(comparison)
      const told = headline.replace(' rebuilt)', ` in ${inRebuilt})`)
      return verdict === 'different' ? `${different}: ${told}` : told
    },
    change: ({ change }) => changes[change],
    values,
    mends,
  }
}

/** A live database beside a baseline, in words that say which of them has what. */
export const DRIFT = wordingOf({
  title: 'the live database against the baseline',
  different: 'the live database has drifted from the baseline',
  inRebuilt: 'the baseline',
  changes: {
    missing: 'is in the live database, and not in the baseline',
    added: 'is in the baseline, and not in the live database',
    changed: 'differs',
    renamed: 'has another name in the live database than in the baseline',
  },
  values: (old, rebuilt) => `live database ${old}, baseline ${rebuilt}`,
  mends: 'the baseline needs',
})

/** What migrations build beside the live database that has run them; no finding has a statement. */
export const UNEXPLAINED = wordingOf({
  title: 'the live database against its migrations',
  different: 'the live database is not what its migrations build',
  inRebuilt: 'the live database',
  changes: {
    missing: 'is what the migrations build, and is not in the live database',
    added: 'is in the live database, and the migrations do not build it',
    changed: 'differs',
    renamed: 'has another name in the live database than the migrations give it',
  },
  values: (old, rebuilt) => `migrations ${old}, live database ${rebuilt}`,
  mends: 'the migrations need',
})

/** What is left out says old and rebuilt, as of any comparison; here each is called what it is. */
const called =
  (old: string, rebuilt: string) =>
  (note: string): string =>
    note
      .replace(/(?: that)? stays? behind on old; rebuilt has /, ` in ${old}; ${rebuilt} has `)
      .replace(/(?<=: |only )old (?=is |has )/g, `${old} `)
      .replace(/(?<=[;,] |only )rebuilt (?=is |of |has |"|none|the )/g, `${rebuilt} `)

/** The same comparison, its notes in the words of `UNEXPLAINED`. */
export const withLiveRebuilt = (comparison: Comparison): Comparison => ({
  ...comparison,
  notCompared: comparison.notCompared.map(called('what the migrations build', 'the live database')),
})

/** Of these the databases are the same. */
const SAME: ReadonlySet<DifferenceClass> = new Set(['printed', 'stale', 'volatile'])

/** The same comparison with, for each difference, what would bring the baseline up to the live database, or why nothing does. */
export const withStatements = (comparison: Comparison, run: MendRun): Comparison => ({
  ...comparison,
  notCompared: comparison.notCompared.map(called('the live database', 'the baseline')),
  findings: comparison.findings.map((finding) => withStatement(finding, run)),
})

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
