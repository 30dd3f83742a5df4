import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Way } from '../workbench/way.ts'
import type { Finding } from '../../shared/finding.ts'
import type { AttributeValue, CatalogObject, Model } from '../../shared/model.ts'
import { childrenByParent, keyOf } from '../../shared/model.ts'

/** A table as a model holds it, with these attributes. */
export function tableObject(
  name: string,
  attributes: Readonly<Record<string, AttributeValue>> = {},
): CatalogObject {
  const address = { type: 'table', names: ['public', name], args: [] }
  return {
    kind: 'table',
    key: keyOf(address),
    address,
    parent: null,
    attributes: {
      persistence: 'permanent',
      partitionKey: null,
      partitionOf: null,
      partitionBound: null,
      inherits: [],
      typedOf: null,
      accessMethod: null,
      tablespace: null,
      options: [],
      foreignOptions: [],
      toastOptions: [],
      rowSecurity: false,
      forceRowSecurity: false,
      replicaIdentity: 'default',
      ...attributes,
    },
    dependsOn: [],
    references: [],
  }
}

/** A model of these objects. */
export const modelOf = (objects: readonly CatalogObject[]): Model => ({
  objects: new Map(objects.map((object) => [object.key, object])),
  children: childrenByParent(objects),
  unmodeled: [],
  server: {
    major: 18,
    version: '18.4',
    encoding: 'UTF8',
    locale: 'C',
    collationVersion: null,
    database: {},
    migratingRole: 'me',
  },
})

const facts = { origin: 'o', host: 'h', database: 'd', serverVersion: '18.4', live: false }

/** A run with these models and findings, and no rows. */
export const runOf = (old: Model, rebuilt: Model, findings: readonly Finding[]): ComparedRun => ({
  number: 1,
  old: { model: old, data: { tables: [], sequences: [] } },
  rebuilt: { model: rebuilt, data: { tables: [], sequences: [] } },
  volatileRows: null,
  sides: { old: facts, rebuilt: facts },
  comparison: {
    verdict: 'different',
    counts: { table: { old: 2, rebuilt: 2, equal: 1, findings: 1 } },
    findings,
    notCompared: [],
  },
  proofs: [],
  inputs: null,
  revision: null,
  finishedAt: '2026-01-01T10:00:00.000Z',
})

/** Names and values that something may stumble over. */
export function hostileRun(): ComparedRun {
  const old = tableObject('__proto__', { options: [] })
  const others = [tableObject('constructor')]
  const finding: Finding = {
    class: 'structural',
    kind: 'table',
    address: old.address,
    change: 'changed',
    attributes: [{ name: 'options', old: ['a', null, 1, true, ['1']], rebuilt: '1\u2028"\\' }],
  }
  return runOf(modelOf([old, ...others]), modelOf([old, ...others]), [finding])
}

/** A way whose jobs come to that at once. */
export const wayOf = (run: ComparedRun, project: Project | null = null): Way => ({
  way: 'project',
  name: 'studio',
  id: 'studio',
  project,
  ready: () => Promise.resolve(),
  compare: () => Promise.resolve(run),
  standing: () =>
    Promise.resolve({
      revisions: { verified: 1, draft: 1 },
      changed: [],
      moment: '',
      unwritable: null,
    }),
  claimNumber: (last) => Promise.resolve(last + 1),
  keptNumber: () => Promise.resolve(0),
  keep: () => Promise.resolve(),
  notice: [],
})
