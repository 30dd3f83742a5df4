import { Type, type Static } from 'typebox'
import { KIND_NAMES, type FindingKind } from './kinds.ts'
import { counted, formatNumber } from './report.ts'
import { closed, oneOf } from './schema.ts'
import { Behaviour, behaviourOutcome, BehaviourCase, behaviourWords } from './behaviour.ts'

/** One fault in words. */
export const PlantedFault = closed({
  /** `index public.works_a_idx` */
  object: Type.String(),
  /** `dropped`, or the attribute that was changed. */
  change: Type.String(),
  /** The statements, or why there are none. */
  detail: Type.String(),
})
export type PlantedFault = Static<typeof PlantedFault>

/** How many faults of one sort were caught, by what was changed: 83 columns were dropped, and of 83 the type was changed. */
export const CaughtOf = closed({
  kind: oneOf(Object.keys(KIND_NAMES) as FindingKind[]),
  changes: Type.Array(closed({ change: Type.String(), faults: Type.Integer() })),
})
export type CaughtOf = Static<typeof CaughtOf>

/** What came of faults that were planted on purpose. */
export const Planted = closed({
  planted: Type.Integer(),
  caught: Type.Integer(),
  rounds: Type.Integer(),
  objects: Type.Integer(),
  milliseconds: Type.Number(),
  /** Each that was caught is counted in one of these; absent in runs of older versions. */
  caughtOf: Type.Optional(Type.Array(CaughtOf)),
  /** What the comparison did not notice, each tried again alone. */
  escaped: Type.Array(PlantedFault),
  /** Findings that no fault explains. */
  strange: Type.Array(Type.String()),
  /** What could not be tried, with the reason. */
  spared: Type.Array(PlantedFault),
  /** What both sides did with rows that break their constraints, or why nobody asked them; absent in runs of older versions. */
  behaviour: Type.Optional(Type.Union([Behaviour, closed({ why: Type.String() })])),
})
export type Planted = Static<typeof Planted>

/** What both sides did, as a page shows it. */
export const BehaviourShown = closed({
  outcome: oneOf(['holds', 'fails', 'unknown', 'not-run']),
  words: Type.String(),
  differing: Type.Array(BehaviourCase),
  accepted: Type.Array(BehaviourCase),
  untried: Type.Array(BehaviourCase),
  more: closed({
    differing: Type.Integer(),
    accepted: Type.Integer(),
    untried: Type.Integer(),
  }),
})
export type BehaviourShown = Static<typeof BehaviourShown>

/** The same as a page shows it: of long lists the beginning, and how much more there is. */
export const PlantedShown = closed({
  ...Planted.properties,
  behaviour: Type.Union([BehaviourShown, Type.Null()]),
  more: closed({ escaped: Type.Integer(), strange: Type.Integer(), spared: Type.Integer() }),
})
export type PlantedShown = Static<typeof PlantedShown>

/** So much of each list is shown. */
const MOST_SHOWN = 200

/** What a page shows of it. */
export function shownOf(planted: Planted): PlantedShown {
  const { escaped, strange, spared } = planted
  const more = (list: readonly unknown[]): number => Math.max(0, list.length - MOST_SHOWN)
  return {
    ...planted,
    escaped: escaped.slice(0, MOST_SHOWN),
    strange: strange.slice(0, MOST_SHOWN),
    spared: spared.slice(0, MOST_SHOWN),
    behaviour: behaviourShown(planted.behaviour),
    more: { escaped: more(escaped), strange: more(strange), spared: more(spared) },
  }
}

function behaviourShown(behaviour: Planted['behaviour']): BehaviourShown | null {
  if (!behaviour) return null
  const none = { differing: [], accepted: [], untried: [] }
  const { differing, accepted, untried } = 'why' in behaviour ? none : behaviour
  const more = (list: readonly unknown[]): number => Math.max(0, list.length - MOST_SHOWN)
  return {
    ...('why' in behaviour
      ? { outcome: 'not-run', words: behaviour.why }
      : { outcome: behaviourOutcome(behaviour), words: behaviourWords(behaviour) }),
    differing: differing.slice(0, MOST_SHOWN),
    accepted: accepted.slice(0, MOST_SHOWN),
    untried: untried.slice(0, MOST_SHOWN),
    more: { differing: more(differing), accepted: more(accepted), untried: more(untried) },
  }
}

/** What it says of the comparison: that fails by what it missed, or told without a reason; where none was planted nobody can tell. */
export function plantedOutcome({
  planted,
  escaped,
  strange,
}: Pick<Planted, 'planted' | 'escaped' | 'strange'>): 'holds' | 'fails' | 'unknown' {
  if (escaped.length + strange.length > 0) return 'fails'
  return planted === 0 ? 'unknown' : 'holds'
}

/** `2,914 of 2,914 planted faults caught, in 22 rounds, on 850 objects` */
export const plantedWords = ({
  planted,
  caught,
  rounds,
  objects,
}: Pick<Planted, 'planted' | 'caught' | 'rounds' | 'objects'>): string =>
  `${formatNumber(caught)} of ${counted(planted, 'planted fault')} caught, in ${counted(rounds, 'round')}, on ${counted(objects, 'object')}`

export const caughtIn = ({ changes }: CaughtOf): number =>
  changes.reduce((sum, { faults }) => sum + faults, 0)

/** `dropped 83, type 83, …` */
export const changesWords = ({ changes }: CaughtOf): string =>
  changes.map(({ change, faults }) => `${change} ${formatNumber(faults)}`).join(', ')

/** `index public.works_a_idx, unique` */
export const faultWords = ({ object, change }: PlantedFault): string => `${object}, ${change}`
