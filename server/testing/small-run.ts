import type { ComparedRun } from '../project/run.ts'
import type { RulesUsed } from '../review/evidence.ts'
import { verdictOf, type Finding } from '../../shared/finding.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { modelOf, runOf, tableObject } from './compared-run.ts'

export const RULES: RulesUsed = {
  seed: 'all',
  ledger: { table: 'kysely_migration' },
  volatile: new Map(),
}

/** A part of a table, with these attributes. */
export function partOf(
  table: CatalogObject,
  kind: Kind,
  [type, name]: readonly [string, string],
  attributes: Readonly<Record<string, AttributeValue>>,
): CatalogObject {
  const address = { type, names: [...table.address.names, name], args: [] }
  return {
    kind,
    key: keyOf(address),
    address,
    parent: table.key,
    attributes,
    dependsOn: [table.key],
    references: [],
  }
}

/** A table with a column and an index of these attributes. */
export function smallSchema(
  index: Readonly<Record<string, AttributeValue>> = {},
  column: Readonly<Record<string, AttributeValue>> = {},
): CatalogObject[] {
  const users = tableObject('users')
  const email = partOf(users, 'column', ['table column', 'email'], {
    position: 1,
    type: 'text',
    ...column,
  })
  const byEmail = partOf(users, 'index', ['index', 'users_email_idx'], { unique: true, ...index })
  return [users, email, byEmail]
}

/** A run that compared these objects of both sides. */
export const smallRun = (
  rebuilt: readonly CatalogObject[] = smallSchema(),
  findings: readonly Finding[] = [],
  old: readonly CatalogObject[] = smallSchema(),
): ComparedRun => {
  const run = runOf(modelOf(old), modelOf(rebuilt), findings)
  return { ...run, comparison: { ...run.comparison, verdict: verdictOf(findings) } }
}

/** A difference of that class about the column of the small schema. */
export const finding = (told: Partial<Finding> = {}): Finding => ({
  class: 'comment',
  kind: 'comment',
  address: { type: 'comment on table', names: ['public', 'users'], args: [] },
  change: 'changed',
  attributes: [{ name: 'text', old: 'People', rebuilt: 'people' }],
  ...told,
})
