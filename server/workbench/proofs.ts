import { blocks, type Comparison } from '../../shared/finding.ts'
import type { RunWay, RunWays } from '../../shared/history.ts'
import type { Proof } from '../../shared/overview.ts'
import { counted, summarize } from '../../shared/report.ts'

const COMPARISON = 'The comparison finds nothing that blocks'
const DUMPS = 'Two outputs of pg_dump have no unexplained difference'
const FIXED_POINT = 'The baseline is a fixed point'
const REPEATABLE = 'The old folder builds the same twice'

/** A proof that was not made, and why. */
export const notRun = (title: string, detail: string): Proof => ({
  title,
  outcome: 'not-run',
  detail,
})

/** Proof (a): object by object, attribute by attribute. */
export function comparisonProof(comparison: Comparison): Proof {
  const { verdict, headline } = summarize(comparison)
  const blocking = comparison.findings.filter(blocks).length
  const outcome = verdict === 'unknown' ? 'unknown' : blocking === 0 ? 'holds' : 'fails'
  return { title: COMPARISON, outcome, detail: headline }
}

/** Proof (b): what somebody else prints of both. It is told as well where it was not run. */
export function dumpProof({ secondOpinion }: Comparison): Proof {
  const { outcome, detail } = secondOpinion ?? { outcome: 'not asked', detail: 'nobody asked it' }
  return { title: DUMPS, outcome: DUMP_OUTCOMES[outcome], detail }
}

const DUMP_OUTCOMES = { agrees: 'holds', differs: 'fails', 'not asked': 'not-run' } as const

/** Proof (c): written again from the rebuilt database, the baseline is the generated one, byte for byte. */
export function fixedPointProof(
  generated: { readonly baseline: string; readonly seed: string },
  again: { readonly baseline: string; readonly seed: string },
): Proof {
  const differing = (['baseline', 'seed'] as const).filter(
    (name) => generated[name] !== again[name],
  )
  if (differing.length === 0) {
    const detail = 'written again from the rebuilt database it is the generated text, byte for byte'
    return { title: FIXED_POINT, outcome: 'holds', detail }
  }
  const lines = differing.map(
    (name) => `${counted(linesApart(generated[name], again[name]), 'line')} of the ${name}`,
  )
  const detail = `written again from the rebuilt database, ${lines.join(' and ')} would be another text than the generated one: the drafts build something else, or call it otherwise`
  return { title: FIXED_POINT, outcome: 'fails', detail }
}

/** Why nothing can be said about the fixed point. */
export const noFixedPoint = (why: string): Proof => ({
  title: FIXED_POINT,
  outcome: 'unknown',
  detail: why,
})

/** A side that is built is built twice; were the two different, there would be no comparison at all. */
export function repeatableProof(
  migrations: number,
  ways: RunWays | null,
  volatile: { readonly attributes: number; readonly tables: number },
): Proof {
  if (!ways) return notRun(REPEATABLE, 'the old side was not replayed')
  const { replay, plain } = ways
  const detail = `${counted(migrations, 'migration')}, replayed ${replay.doing} and ${plain.doing}, build the same${said(volatile)}${refusal(plain)}`
  return { title: REPEATABLE, outcome: 'holds', detail }
}

/** Why it was not built as it would be by itself. */
const refusal = ({ refused }: RunWay): string =>
  refused.length === 0
    ? ''
    : `. By plain migrateToLatest they can't be run: its transaction refuses that (${[...new Set(refused)].join('; ')})`

const said = ({ attributes, tables }: { attributes: number; tables: number }): string =>
  attributes + tables === 0
    ? ''
    : `, but for values that are made anew each time (${counted(attributes, 'object')}, rows of ${counted(tables, 'table')})`

/** How many lines only one of two texts has, as often as it has them. */
function linesApart(a: string, b: string): number {
  const left = new Map<string, number>()
  for (const line of a.split('\n')) left.set(line, (left.get(line) ?? 0) + 1)
  let apart = 0
  for (const line of b.split('\n')) {
    const count = left.get(line) ?? 0
    if (count === 0) apart += 1
    else left.set(line, count - 1)
  }
  const missing = [...left.values()].reduce((sum, count) => sum + count, 0)
  return Math.max(1, apart, missing)
}
