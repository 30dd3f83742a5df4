import { blocks } from '../../shared/finding.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import type { Status } from '../../shared/object.ts'
import type { ObjectPair, RunIndex } from './run-index.ts'
import { statusOf } from './status.ts'

/** One attribute, old beside rebuilt. */
export interface Cell {
  readonly old: AttributeValue
  readonly rebuilt: AttributeValue
  readonly status: 'same' | 'changed' | 'acceptable'
}

/** A cell of nothing. */
export const EMPTY: Cell = { old: null, rebuilt: null, status: 'same' }

/** An attribute of an object. Whether it differs is what the findings say, never what the values look like here. */
export function cellOf(index: RunIndex, pair: ObjectPair | undefined, attribute: string): Cell {
  if (!pair) return EMPTY
  for (const finding of index.findingsOn(pair)) {
    const found = finding.attributes.find(({ name }) => name === attribute)
    if (!found || finding.kind === 'rows') continue
    const status = blocks(finding) ? 'changed' : 'acceptable'
    return { old: found.old, rebuilt: found.rebuilt, status }
  }
  return valueCell(index, pair, (object) => object.attributes[attribute] ?? null)
}

/** A value that is made of an object's attributes; marked where its object is on one side only. */
export function valueCell(
  index: RunIndex,
  pair: ObjectPair,
  valueOf: (object: CatalogObject) => AttributeValue,
): Cell {
  const old = pair.old ? valueOf(pair.old) : null
  const rebuilt = pair.rebuilt ? valueOf(pair.rebuilt) : null
  const oneSided = !pair.old || !pair.rebuilt
  const says = oneSided && saysSomething(old ?? rebuilt)
  return { old, rebuilt, status: says ? markOf(statusOf(index, pair)) : 'same' }
}

/** The mark of a value that some attributes of an object make up. */
export function markedBy(
  index: RunIndex,
  pair: ObjectPair,
  names: readonly string[],
): Cell['status'] {
  const marks = names.map((name) => cellOf(index, pair, name).status)
  return marks.includes('changed')
    ? 'changed'
    : marks.includes('acceptable')
      ? 'acceptable'
      : 'same'
}

/** Names of the attributes that the findings about an object say differ. */
export const differingNames = (index: RunIndex, pair: ObjectPair): readonly string[] =>
  index
    .findingsOn(pair)
    .filter(({ kind }) => kind !== 'rows')
    .flatMap(({ attributes }) => attributes.map(({ name }) => name))
    .filter((name) => name !== 'present')

/** Whether a value is more than nothing. */
export const saysSomething = (value: AttributeValue): boolean =>
  value !== null && value !== false && !(Array.isArray(value) && value.length === 0)

const markOf = (status: Status): Cell['status'] =>
  status === 'same' ? 'same' : status === 'acceptable' ? 'acceptable' : 'changed'
