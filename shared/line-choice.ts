import { Type, type Static } from 'typebox'
import { closed, nullable, oneOf } from './schema.ts'

/** What a baseline would be that replaces the migrations up to one. */
const Choice = closed({
  /** The last migration that it replaces. */
  last: Type.String(),
  /** How many it replaces, and how many stay. */
  replaced: Type.Integer(),
  later: Type.Integer(),
  /** Names of the baseline and the seed; null where none fit. */
  names: nullable(closed({ baseline: Type.String(), seed: Type.String() })),
  /** Why the usual names don't fit, or why none do; null where the usual ones are taken. */
  why: nullable(Type.String()),
})

/** Which migrations the next run replaces, and which it could. */
export const LineView = closed({
  /** For each migration, in the order they run; the last one stands for the whole folder. */
  choices: Type.Array(Choice),
  /** The last replaced migration, as it was named; null for all of them. */
  chosen: nullable(Type.String()),
  /** What says so; `nothing`: all are replaced unless told. */
  saidBy: oneOf(['the page', 'the command line', 'the configuration', 'nothing']),
  /** What the configuration says, where what was chosen in the page goes before it; null where it says nothing else. */
  configured: nullable(Type.String()),
  /** Why what was chosen can't be taken; null where it can. */
  problem: nullable(Type.String()),
})
export type LineView = Static<typeof LineView>
export type LineChoice = LineView['choices'][number]

/** Chooses the last migration that the baseline replaces; null: all of them. Or leaves it to the configuration again. */
export const ChooseLine = Type.Union([
  closed({ last: nullable(Type.String({ minLength: 1, maxLength: 1000 })) }),
  closed({ by: Type.Literal('the configuration') }),
])
export type ChooseLine = Static<typeof ChooseLine>
