import { Type, type Static } from 'typebox'
import { DIFFERENCE_CLASSES, type DifferenceClass } from './finding.ts'
import { AddressSchema, AttributeDifferenceSchema } from './object.ts'
import { VERDICTS } from './overview.ts'
import { closed, nullable, oneOf, Time } from './schema.ts'

/** One difference between what the migrations build and the live database. */
export const DriftFinding = closed({
  kind: Type.String(),
  address: AddressSchema,
  class: oneOf(Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]),
  blocks: Type.Boolean(),
  change: oneOf(['missing', 'added', 'changed', 'renamed']),
  attributes: Type.Array(AttributeDifferenceSchema),
  /** `is in the live database, and the migrations do not build it` */
  words: Type.String(),
  /** Which migrations it comes of, as far as that could be told. */
  note: nullable(Type.String()),
})
export type DriftFinding = Static<typeof DriftFinding>

/** What a live database holds that its migrations do not explain, and the reverse, as it was at one moment. */
export const DriftLook = closed({
  at: Time,
  /** `studio on db.studio.test:5432 as reader` */
  place: Type.String(),
  verdict: oneOf(VERDICTS),
  headline: Type.String(),
  coverage: Type.String(),
  /** What its ledger says, in a line each. */
  ledger: Type.Array(Type.String()),
  /** Whether the ledger names what no file has. */
  isUnknown: Type.Boolean(),
  findings: Type.Array(DriftFinding),
  /** How many more there are. */
  more: Type.Integer(),
  notCompared: Type.Array(Type.String()),
})
export type DriftLook = Static<typeof DriftLook>

/** The live database of a project, and what was found when it was last looked at. */
export const DriftView = closed({
  /** The environment variable that holds its URL. */
  variable: Type.String(),
  /** Which database that is, without any secret; null where it can't be told. */
  place: nullable(Type.String()),
  /** Why it can't be looked at; null where it can. */
  problem: nullable(Type.String()),
  look: nullable(DriftLook),
  /** Whether the migrations are other ones than when it was looked at. */
  isOld: Type.Boolean(),
})
export type DriftView = Static<typeof DriftView>
