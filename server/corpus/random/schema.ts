import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import * as alone from './alone.ts'
import { comments, defaultPrivileges, owners, privileges } from './attached.ts'
import { checks, exclusions, foreignKeys, keys, temporals } from './constraints.ts'
import { foreignThings } from './foreign.ts'
import { indexes, ownColumns, statistics } from './indexes.ts'
import { collations, conversions, textSearches, transforms, wideThings } from './languages.ts'
import { casts, operators } from './operators.ts'
import { partitionedTables } from './partitions.ts'
import { Place, type Part } from './place.ts'
import { publications } from './publications.ts'
import { aggregates, anyRoutines, compiledRoutines, textFunctions, triggerFunctions } from './routines.ts'
import { sequences } from './sequences.ts'
import { subscriptions } from './subscriptions.ts'
import { inheritedTables, ordinaryTables, typedTables } from './tables.ts'
import { cut, names, remarks } from './texts.ts'
import { policies, rules, triggers } from './triggers.ts'
import { baseTypes, composites, domains, enums, ranges } from './types.ts'
import { materializedViews, views } from './views.ts'

/** Roles that are there before any schema. */
export const ROLES = ['random_reader', 'random "owner"\'s ${role}'] as const

/** A schema that can be written under any number, for any major. */
export interface RandomSchema {
  readonly statements: (rank: number, major: number) => readonly string[]
}

/** All of it as one script. */
export const sqlOf = (schema: RandomSchema, rank: number, major: number): string =>
  `${schema.statements(rank, major).join(';\n')};\n`

/** What can be in a schema, in the order in which they can need each other, with how often it comes. */
const STAGES: readonly (readonly [number, ...fc.Arbitrary<Part>[]])[] = [
  [2, collations, conversions, textSearches],
  [5, enums, baseTypes, domains, composites, ranges],
  [2, sequences],
  [4, textFunctions, triggerFunctions],
  [3, operators, casts, transforms, wideThings],
  [6, ordinaryTables, ordinaryTables, ordinaryTables, partitionedTables, foreignThings],
  [2, inheritedTables, typedTables],
  [3, keys],
  [4, foreignKeys, checks, exclusions, temporals],
  [4, indexes, indexes, statistics, ownColumns],
  [3, anyRoutines, anyRoutines, aggregates, compiledRoutines],
  [4, views, views, materializedViews],
  [4, triggers, rules, policies],
  [2, publications, subscriptions],
  [6, comments, owners, privileges],
  [1, defaultPrivileges],
]

const ALONE: typeof STAGES = [
  [4, alone.extensions],
  ...STAGES,
  [4, alone.settings, alone.roleSettings, alone.wideDefaults],
  [2, alone.eventTriggers],
]

/** A few tables make the rest of a schema possible. */
const TABLES = fc.array(ordinaryTables, { minLength: 1, maxLength: 3 })

function schemaOf(stages: typeof STAGES): fc.Arbitrary<RandomSchema> {
  const staged = stages.map(([weight, ...parts], stage) => ({
    weight,
    arbitrary: fc.oneof(...parts).map((part) => ({ stage, part })),
  }))
  const stageOfTables = stages.findIndex(([, first]) => first === ordinaryTables)
  const parts = fc.array(fc.oneof(...staged), { maxLength: 40, size: 'max' })
  const remark = fc.option(remarks, { nil: undefined })
  return fc.record({ name: names, remark, tables: TABLES, parts }).map((each) => ({
    statements: (rank, major) => {
      const tables = each.tables.map((part) => ({ stage: stageOfTables, part }))
      const schema = `r${rank} ${cut(each.name, 50)}`
      const place = new Place(schema, major, ROLES)
      place.run(`CREATE SCHEMA ${ident(schema)}`)
      if (each.remark !== undefined) {
        place.run(`COMMENT ON SCHEMA ${ident(schema)} IS ${literal(each.remark)}`)
      }
      const ordered = [...tables, ...each.parts].sort((a, b) => a.stage - b.stage)
      for (const { part } of ordered) part(place)
      return place.statements
    },
  }))
}

/** Schemas of which many can share a database. */
export const sharing = schemaOf(STAGES)

/** Schemas with what a database has only once. */
export const standingAlone = schemaOf(ALONE)
