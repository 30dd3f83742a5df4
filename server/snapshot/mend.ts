import { putRemedy, stepsIn } from '../mend/put-remedy.ts'
import { hasRemedy, mendSettings, remedyFor, type MendRun } from '../mend/remedy.ts'
import { namedFiles, type Draft } from '../proof/generate.ts'
import type { OldSide } from '../proof/old-side.ts'
import type { DifferenceClass, Finding } from '../../shared/finding.ts'
import type { Proof } from './build.ts'
import { linesOf } from './lines.ts'
import type { StandingBaseline } from './standing.ts'

/** Of these the databases are the same, or no statement could be. */
const LEFT: ReadonlySet<DifferenceClass> = new Set(['printed', 'stale', 'volatile', 'order'])

const runOf = ({ rebuilt }: Proof, old: OldSide): MendRun => ({
  old,
  rebuilt,
  volatileRows: old.volatileRows,
})

/** What of a comparison a statement of the baseline would take away. */
export function mendable(proof: Proof, old: OldSide): readonly Finding[] {
  const run = runOf(proof, old)
  return proof.comparison.findings.filter(
    (finding) => !LEFT.has(finding.class) && hasRemedy(run, finding),
  )
}

const isOfWindows = (text: string): boolean =>
  linesOf(text).ends.every((end) => end !== '\n') && text.includes('\r\n')

/** The texts with statements put in that bring what they lack; undefined where there are none, or no place for them. */
export function mendTexts(
  { names, form }: StandingBaseline,
  texts: Draft,
  proof: Proof,
  old: OldSide,
  base: Draft,
): Draft | undefined {
  const findings = mendable(proof, old)
  if (findings.length === 0) return undefined
  const run = runOf(proof, old)
  const [baseline, seed] = namedFiles(names, form)
  const files = { baseline, seed }
  const remedy = remedyFor(run, findings, stepsIn(files.seed, texts.seed))
  const settings = mendSettings(run)
  const parts = {
    baseline: { first: [], last: remedy.baseline },
    seed: { first: remedy.seedFirst, last: remedy.seedLast },
  }
  const put: Record<keyof Draft, string> = { ...texts }
  for (const name of ['baseline', 'seed'] as const) {
    const { first, last } = parts[name]
    if (first.length + last.length === 0) continue
    const generated = name === 'baseline' && remedy.onlyCreates ? base.baseline : null
    const place = {
      name,
      file: files[name],
      text: texts[name],
      generated,
      edited: 'around',
      against: 'live',
    } as const
    const made = putRemedy(place, settings[name], { ...remedy, first, last })
    if ('why' in made) return undefined
    // What was put in ends its lines as the file does.
    put[name] = isOfWindows(texts[name]) ? made.text.replace(/(?<!\r)\n/g, '\r\n') : made.text
  }
  return put
}
