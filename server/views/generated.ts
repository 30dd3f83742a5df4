import { RebaselineError } from '../errors.ts'
import { regenerable } from '../mend/regenerate-draft.ts'
import type { ComparedRun } from '../project/run.ts'
import type { GeneratedObjects } from '../../shared/draft.ts'
import { kindRank } from '../../shared/kinds.ts'
import { describeAddress, type CatalogObject } from '../../shared/model.ts'
import { objectId } from './ids.ts'
import { fullName } from './naming.ts'
import { indexOf } from './run-index.ts'

/** What can be chosen to be written anew, in the order people read a schema. */
export function generatedObjects(run: ComparedRun): GeneratedObjects {
  const found = regenerable(run)
  if ('why' in found) return { objects: [], why: found.why }
  const objects = [...found.units].map(([object, statements]) => {
    const name = describeAddress(object.address)
    return { rank: kindRank(object.kind), told: { id: objectId(object.key), name, statements } }
  })
  objects.sort((a, b) => a.rank - b.rank || (a.told.name < b.told.name ? -1 : 1))
  return { objects: objects.map(({ told }) => told), why: null }
}

/** The object of that id, where something was generated for it by itself. */
export function generatedObject(run: ComparedRun, id: string): CatalogObject {
  const found = regenerable(run)
  const object =
    'why' in found ? undefined : [...found.units.keys()].find(({ key }) => objectId(key) === id)
  if (object) return object
  const entry = indexOf(run).entryById.get(id)
  if (!entry) {
    throw new RebaselineError('object-unknown', {
      doing: 'write an object anew',
      happened: 'the last run has none of that id',
    })
  }
  throw new RebaselineError('object-not-regenerated', {
    doing: `write ${fullName(entry)} anew`,
    happened: 'why' in found ? found.why : 'nothing is generated for it by itself',
    help: 'Choose an object that the Baseline screen offers: a column goes with its table, and rows with the whole seed.',
  })
}
