import { Type, type Static } from 'typebox'
import { counted, formatNumber } from './report.ts'
import { closed } from './schema.ts'

/** One constraint, and what came of rows that break it. */
export const BehaviourCase = closed({
  /** `table constraint public.works.works_price_check` */
  object: Type.String(),
  /** `CHECK`, `NOT NULL`, `UNIQUE INDEX`. */
  constraint: Type.String(),
  /** What old did, or why nothing can be said. */
  detail: Type.String(),
  /** What rebuilt did, where that is something else. */
  rebuilt: Type.Optional(Type.String()),
  /** The statement that was tried; null where there was none. */
  row: Type.Union([Type.String(), Type.Null()]),
})
export type BehaviourCase = Static<typeof BehaviourCase>

/** What both sides did with rows that break their constraints. */
export const Behaviour = closed({
  constraints: Type.Integer(),
  /** Refused by both, for the same reason. */
  refused: Type.Integer(),
  /** Of these: only without a trigger, a rule or another constraint that was faster. */
  helped: Type.Integer(),
  differing: Type.Array(BehaviourCase),
  /** Taken by both. */
  accepted: Type.Array(BehaviourCase),
  untried: Type.Array(BehaviourCase),
  milliseconds: Type.Number(),
})
export type Behaviour = Static<typeof Behaviour>

/** What it says of the comparison; where no row could be tried nobody can tell. */
export function behaviourOutcome({
  constraints,
  refused,
  differing,
}: Behaviour): 'holds' | 'fails' | 'unknown' | 'not-run' {
  if (differing.length > 0) return 'fails'
  if (constraints === 0) return 'not-run'
  return refused === 0 ? 'unknown' : 'holds'
}

/** `rows that break 410 of 412 constraints are refused on both sides; 2 could not be tried` */
export function behaviourWords({
  constraints,
  refused,
  helped,
  differing,
  accepted,
  untried,
}: Behaviour): string {
  if (constraints === 0) return 'there is no constraint that a row could break'
  return [
    `rows that break ${formatNumber(refused)} of ${counted(constraints, 'constraint')} are refused on both sides`,
    ...some(differing, 'on one side only'),
    ...some(accepted, 'taken by both'),
    ...some(untried, 'could not be tried'),
    ...(helped === 0
      ? []
      : [`${formatNumber(helped)} only once a trigger or another constraint was out of the way`]),
  ].join('; ')
}

const some = (list: readonly unknown[], what: string): string[] =>
  list.length === 0 ? [] : [`${formatNumber(list.length)} ${what}`]

/** `CHECK table constraint public.works.works_price_check` */
export const caseWords = ({ object, constraint }: BehaviourCase): string =>
  `${constraint}, ${object}`
