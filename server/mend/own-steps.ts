import type { Language } from '../baseline/migration-form.ts'
import { awaited } from '../baseline/write.ts'
import type { PlannedStatement } from '../baseline/plan.ts'
import type { Model } from '../../shared/model.ts'
import type { Step } from './acts.ts'
import type { Subject } from './subject.ts'
import { belongsTo, plainName, type Unit } from './unit.ts'

/** A generated statement, with its text in a migration. */
export interface Told {
  readonly statement: PlannedStatement
  readonly text: string
}

/** A statement of a draft: which generated one it is, if any, and whether it is the unit's. */
export interface Read {
  readonly step: Step
  readonly text: string
  /** None of another object's that is as it was generated. */
  readonly subjects: readonly Subject[]
  /** Its place among the generated ones; undefined where it was edited, or added. */
  readonly generated: number | undefined
  readonly isOwn: boolean
}

export const toldOf = (
  statements: readonly PlannedStatement[],
  language: Language,
): readonly Told[] =>
  statements.map((statement) => ({ statement, text: awaited(statement, language).trim() }))

/** Sorts the statements of a draft into those of a unit and all others; says why where that can't be told. */
export function readSteps(
  draft: string,
  steps: readonly Step[],
  told: readonly Told[],
  unit: Unit,
  model: Model,
): readonly Read[] | { readonly why: string } {
  const places = new Map(told.map(({ text }, place) => [text, place]))
  const belongs = belongsTo(unit, model)
  const name = plainName(unit.object)
  const reads: Read[] = []
  for (const step of steps) {
    const text = draft.slice(step.start, step.end)
    const generated = places.get(text)
    const key = generated === undefined ? undefined : told[generated]?.statement.key
    if (key !== undefined) {
      const isOwn = unit.keys.has(key)
      reads.push({ step, text, subjects: isOwn ? step.subjects() : [], generated, isOwn })
      continue
    }
    const subjects = step.subjects()
    const found = new Set(subjects.map(belongs))
    const line = lineAt(draft, step.start)
    if (found.has('own') && (found.has('other') || found.has('unclear'))) {
      return { why: `line ${line} makes or changes it together with something else` }
    }
    if (found.has('unclear') && step.names(name)) {
      return { why: `line ${line} names it, and its text does not tell what it does to it` }
    }
    reads.push({ step, text, subjects, generated, isOwn: found.has('own') })
  }
  return reads
}

/** What two statements have in common that say the same of the same object. */
export const signatureOf = (subjects: readonly Subject[]): string =>
  JSON.stringify(
    subjects.flatMap((subject) =>
      subject.about === 'object'
        ? [[subject.does, subject.space, subject.name.name, subject.on?.name ?? null]]
        : [],
    ),
  )

export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length
