import { Type, type Static } from 'typebox'
import { closed } from './schema.ts'

/** One object that a deployment has to have: its address as people read it, and what it may be. */
export const ExpectedObject = closed({
  address: Type.String(),
  /** Of what is compared of it: as the old migrations made it, and as the baseline builds it. Empty: its presence is enough. */
  hashes: Type.Array(Type.String({ pattern: '^[0-9a-f]{32}$' })),
})
export type ExpectedObject = Static<typeof ExpectedObject>

/** The objects of a deployment on a server of one major. */
export const ExpectedVariant = closed({
  major: Type.Integer({ minimum: 1 }),
  /** Schemas of the project: what else is found in them is drift. */
  schemas: Type.Array(Type.String()),
  objects: Type.Array(ExpectedObject),
})
export type ExpectedVariant = Static<typeof ExpectedVariant>

/** The schema of a deployment that has run all that the baseline replaces, and exactly these of the later files. */
export const ExpectedSchema = closed({
  laterRun: Type.Array(Type.String()),
  variants: Type.Array(ExpectedVariant),
})
export type ExpectedSchema = Static<typeof ExpectedSchema>

/** What a stamp puts in place of what in the ledger of a deployment. */
export const StampPlan = closed({
  /** How Kysely's own tables are named. */
  ledger: closed({ table: Type.String(), lockTable: Type.String(), schema: Type.String() }),
  /** Names of the migrations that the baseline replaces, in the order of the folder. */
  archived: Type.Array(Type.String(), { minItems: 1 }),
  /** Names of those that stay behind the squash line: a deployment may have run some of them. */
  later: Type.Array(Type.String()),
  /** What is marked as run: the baseline, and the seed. */
  marked: Type.Array(Type.String(), { minItems: 1 }),
  /** The schemas that it was proven on. */
  schema: Type.Array(ExpectedSchema, { minItems: 1 }),
})
export type StampPlan = Static<typeof StampPlan>
