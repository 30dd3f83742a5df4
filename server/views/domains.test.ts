import { expect, test } from 'vitest'
import { modelOf, runOf, tableObject } from '../testing/compared-run.ts'
import type { History, MigrationHistory } from '../../shared/history.ts'
import type { CatalogObject } from '../../shared/model.ts'
import { treeOf } from './views.ts'

const needing = (object: CatalogObject, ...needed: CatalogObject[]): CatalogObject => ({
  ...object,
  dependsOn: needed.map(({ key }) => key),
})

const objectAt = (kind: 'view' | 'type', name: string, ...needed: CatalogObject[]) => {
  const address = { type: kind, names: ['public', name], args: [] }
  const key = JSON.stringify([kind, address.names, []])
  return needing({ ...tableObject(name), kind: 'view', key, address }, ...needed)
}

test('tables have their domains in the tree, and other objects that of the tables they need or are needed by', () => {
  const type = objectAt('type', 'mood')
  const [rules, poll, votes] = ['mail_rules', 'poll', 'poll_votes'].map((name) => tableObject(name))
  if (!rules || !poll || !votes) throw new Error('no table')
  const mail = needing(tableObject('mail'), type)
  const view = objectAt('view', 'v', votes)
  const model = modelOf([
    type,
    mail,
    rules,
    poll,
    votes,
    view,
    objectAt('view', 'both', mail, poll),
  ])
  const domains = Object.fromEntries(
    treeOf(runOf(model, model, [])).entries.map(({ name, domain }) => [name, domain]),
  )
  expect(domains).toStrictEqual({
    mood: 'mail',
    mail: 'mail',
    mail_rules: 'mail',
    poll: 'poll',
    poll_votes: 'poll',
    v: 'poll',
    both: null,
  })
})

test('the folder of the migration that made a table is followed through renames', () => {
  const [letters, other] = [tableObject('letters'), tableObject('other')]
  const was = tableObject('notes').address
  const effect = { kind: 'table', parent: null, attributes: [] } as const
  const migrations = [
    {
      name: 'post/1',
      file: 'post/1.ts',
      effects: objects({ ...effect, change: 'created', address: was, was: null }),
    },
    {
      name: '2',
      file: '2.ts',
      effects: objects({ ...effect, change: 'renamed', address: letters.address, was }),
    },
  ] as unknown as MigrationHistory[]
  const model = modelOf([letters, other])
  const run = { ...runOf(model, model, []), history: { migrations } as unknown as History }
  expect(treeOf(run).entries.map(({ domain }) => domain)).toStrictEqual(['post', null])
})

const objects = (...effects: object[]) => ({ objects: effects })

test('domains that people named and that no table fits, or that could not be read, are told', () => {
  const model = modelOf([tableObject('a')])
  const names = { chosen: { mail: ['a', 'b_*'] }, refused: 'it could not be read' }
  const { entries, domainNotes } = treeOf(runOf(model, model, []), names)
  expect(entries[0]?.domain).toBe('mail')
  expect(domainNotes).toStrictEqual([
    'it could not be read',
    'the configuration puts tables to domains by mail: b_*, and none is called so',
  ])
})
