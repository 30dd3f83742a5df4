import type { CatalogObject, Model } from '../../shared/model.ts'
import { signatureOf, type Read, type Told } from './own-steps.ts'
import { namesOf, plainName, type Unit } from './unit.ts'

/** Where a unit's statement goes, by places among the statements of the draft. */
export type UnitPlace =
  /** In the place of one of the unit's own. */
  | { readonly instead: number }
  /** Before that one of the unit's own, which another statement goes in the place of. */
  | { readonly before: number }
  /** After one that stays, -1 for before all of them. */
  | { readonly after: number }

/** What is known when a unit's statements are placed. */
export interface Placing {
  readonly reads: readonly Read[]
  readonly told: readonly Told[]
  /** Places of the unit's statements among the generated ones. */
  readonly wanted: readonly number[]
  /** For some of these, which of the draft's own statements it is today. */
  readonly pairs: ReadonlyMap<number, number>
  readonly unit: Unit
  readonly model: Model
  /** True for a draft that is the generated text but for some edits. */
  readonly isGenerated: boolean
}

/**
 * Each of the unit's statements where it stands in the draft today, else where it was generated, as long as that is
 * after what it needs; says why where something that needs it stands before that.
 */
export function unitPlaces(
  placing: Placing,
): ReadonlyMap<number, UnitPlace> | { readonly why: (lineOf: (read: number) => number) => string } {
  const { reads, told, wanted, pairs, unit, model, isGenerated } = placing
  const positionOf = positions(placing)
  const stage = stageOf(reads)
  const places = new Map<number, UnitPlace>()
  let before = stage
  for (const [index, place] of wanted.entries()) {
    const needs = needsOf(told, place, unit, model).map(positionOf)
    const floor = Math.max(before, ...needs.map((need) => need ?? stage))
    const paired = pairs.get(place)
    if (paired !== undefined && paired >= floor) {
      places.set(place, { instead: paired })
      before = paired
      continue
    }
    const next = wanted
      .slice(index + 1)
      .flatMap((each) => pairs.get(each) ?? [])
      .find((each) => each >= floor)
    const wished = isGenerated
      ? anchorOf(reads, place)
      : needs.includes(undefined) && places.size === 0
        ? lastPlace(reads, unit)
        : undefined
    if (paired === undefined && !isGenerated && next !== undefined) {
      places.set(place, { before: next })
      continue
    }
    const after = Math.max(floor, wished ?? stage)
    const from = paired ?? stage
    const needing = reads.findIndex(
      (read, at) =>
        at > from &&
        at <= floor &&
        at !== paired &&
        // What was generated before it does without it.
        (read.generated === undefined || read.generated > place) &&
        isAbout(read, unit),
    )
    if (needing >= 0 && places.size === 0) {
      return {
        why: (lineOf) =>
          `line ${lineOf(needing)} names it, and stands before line ${lineOf(floor)}, which it needs`,
      }
    }
    places.set(place, { after })
    before = after
  }
  return places
}

/** A statement that may need the unit's object to be there. */
const isAbout = ({ step, subjects, generated, isOwn }: Read, { object }: Unit): boolean =>
  !isOwn &&
  (generated !== undefined || subjects.some(({ about }) => about !== 'nothing')) &&
  step.names(plainName(object))

/** The last of the statements that only set the stage. */
function stageOf(reads: readonly Read[]): number {
  const first = reads.findIndex(
    ({ subjects, generated }) =>
      generated !== undefined || subjects.some(({ about }) => about !== 'nothing'),
  )
  return first < 0 ? lastOf(reads) : first - 1
}

/** A generated text puts its settings back at its end. */
const lastOf = (reads: readonly Read[]): number =>
  reads.findLastIndex(({ text }) => !text.startsWith('for (const { name, value } of before.rows)'))

/** The nearest one before it that the draft still has. */
const anchorOf = (reads: readonly Read[], place: number): number | undefined => {
  let best: { readonly generated: number; readonly at: number } | undefined
  for (const [at, { generated, isOwn }] of reads.entries()) {
    if (isOwn || generated === undefined || generated >= place) continue
    if (best === undefined || generated > best.generated) best = { generated, at }
  }
  return best?.at
}

/** At the end, but before whatever names it. */
function lastPlace(reads: readonly Read[], unit: Unit): number {
  const named = reads.findIndex((read) => isAbout(read, unit))
  return named < 0 ? lastOf(reads) : named - 1
}

/** Keys of what a statement needs and the unit has not. */
function needsOf(
  told: readonly Told[],
  place: number,
  unit: Unit,
  model: Model,
): readonly string[] {
  const statement = told[place]?.statement
  if (!statement) return []
  const apart = new Set(told.map(({ statement: { key } }) => key))
  const members: CatalogObject[] = []
  const add = (key: string): void => {
    const object = model.objects.get(key)
    if (!object) return
    members.push(object)
    for (const child of model.children.get(key) ?? []) if (!apart.has(child.key)) add(child.key)
  }
  add(statement.key)
  const needs = members.flatMap(({ parent, dependsOn }) => [
    ...dependsOn,
    ...(parent ? [parent] : []),
  ])
  return [...new Set([...needs, ...(statement.needs ?? [])])].filter((key) => !unit.keys.has(key))
}

/** Where in the draft something is made: -1 for what a new database has, undefined where that can't be told. */
function positions({ reads, told, model }: Placing): (key: string) => number | undefined {
  const generatedAt = new Map(reads.map(({ generated }, at) => [generated, at]))
  // What comes late is nothing that others wait for.
  const homes = new Map(
    told.flatMap(({ statement: { key, phase = 'main' } }, place) =>
      phase === 'main' ? [[key, place] as const] : [],
    ),
  )
  const makers = new Map<string, number[]>()
  for (const [at, { subjects, isOwn }] of reads.entries()) {
    for (const subject of isOwn ? [] : subjects) {
      if (subject.about !== 'object' || subject.does !== 'make') continue
      const name = signatureOf([subject])
      makers.set(name, [...(makers.get(name) ?? []), at])
    }
  }
  return (key) => {
    for (let object = model.objects.get(key); object; object = parentOf(object, model)) {
      const home = homes.get(object.key)
      const there = home === undefined ? undefined : generatedAt.get(home)
      if (there !== undefined) return there
      const [named] = namesOf(object)
      const made = named && makers.get(signatureOf([{ about: 'object', does: 'make', ...named }]))
      if (made?.length === 1) return made[0]
      if (home === undefined && object.kind === 'schema') return -1
    }
    return undefined
  }
}

const parentOf = ({ parent }: CatalogObject, model: Model): CatalogObject | undefined =>
  parent === null ? undefined : model.objects.get(parent)
