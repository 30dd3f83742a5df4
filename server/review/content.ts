import { pairObjects } from '../compare/pairs.ts'
import {
  literalsOf,
  maskedText,
  type TwoBuilds,
  type VolatileAttributes,
} from '../compare/volatile.ts'
import { kinds } from '../kinds/registry.ts'
import type { ComparedRun } from '../project/run.ts'
import { digest } from '../rows/hash.ts'
import { labelsOf, signatureOf } from '../rows/labels.ts'
import { prepareData } from '../rows/prepare.ts'
import { ITEM_OF, type ItemId } from '../../shared/checklist.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, describeAddress } from '../../shared/model.ts'

/** Something that an item covers: its content, and the names people know it by, from the finest to the coarsest. */
export interface Piece {
  readonly item: ItemId
  readonly names: readonly string[]
  readonly content: string
  /** Where it is the rows of one table on one side. */
  readonly rows?: { readonly table: string; readonly side: Side; readonly count: number }
}

const SIDES = ['old', 'rebuilt'] as const
export type Side = (typeof SIDES)[number]

/**
 * Everything that was read of both sides. A value that two builds of the old folder differ in is left out: it is
 * another one after each run, whatever people do.
 */
export function piecesOf(run: ComparedRun, volatile: VolatileAttributes): readonly Piece[] {
  const known = { old: volatile, rebuilt: inRebuilt(run, volatile) }
  return SIDES.flatMap((side) => [
    ...objectPieces(run[side].model, side, known[side]),
    ...orderPieces(run[side].model, side),
    ...unmodeledPieces(run[side].model, side),
    ...rowPieces(run, side),
    ...sequencePieces(run, side),
  ])
}

/** The same objects as the rebuilt side calls them. */
function inRebuilt(
  { old, rebuilt }: ComparedRun,
  volatile: VolatileAttributes,
): VolatileAttributes {
  if (volatile.size === 0) return volatile
  const { naming } = pairObjects(old.model, rebuilt.model)
  return new Map([...volatile].map(([key, names]) => [naming.keyInRebuilt(key), names]))
}

function objectPieces(model: Model, side: Side, volatile: VolatileAttributes): Piece[] {
  return [...model.objects.values()].map((object) => ({
    item: ITEM_OF[object.kind],
    names: namesOf(object, model, side),
    content: JSON.stringify(contentOf(object, volatile.get(object.key))),
  }))
}

/** What the comparison looks at: attributes that it never compares, and numbers that only order siblings, are left out. */
function contentOf(
  object: CatalogObject,
  volatile: ReadonlyMap<string, TwoBuilds> | undefined,
): unknown[] {
  const rules = Object.entries(kinds[object.kind].attributes)
  const attributes = rules.flatMap(([name, rule]) => {
    if (rule === 'unused' || rule === 'order' || rule === 'origin') return []
    const value = object.attributes[name] ?? null
    const builds = volatile?.get(name)
    if (typeof value !== 'string' || !builds) return [[name, value]]
    return [[name, maskedText(value, builds, literalsOf(object, name))]]
  })
  const refers = rules.some(([, rule]) => rule === 'expression')
  const references = refers ? [object.dependsOn, object.references] : []
  return [object.kind, object.key, object.parent, attributes, references]
}

/** In which order an object's parts stand: of the item that those parts belong to. */
function orderPieces(model: Model, side: Side): Piece[] {
  return [...model.children].flatMap(([parent, children]) => {
    const ranked = children.flatMap((child) => {
      const attribute = Object.entries(kinds[child.kind].attributes).find(
        ([, rule]) => rule === 'order',
      )
      return attribute ? [{ child, rank: Number(child.attributes[attribute[0]]) }] : []
    })
    const [first] = ranked
    const whole = model.objects.get(parent)
    if (!first || !whole) return []
    const keys = ranked.toSorted((a, b) => a.rank - b.rank).map(({ child }) => child.key)
    const [, ...coarser] = namesOf(whole, model, side)
    const names = [`order within ${nameOf(whole)} on the ${side} side`, ...coarser]
    return [{ item: ITEM_OF[first.child.kind], names, content: JSON.stringify(keys) }]
  })
}

const unmodeledPieces = (model: Model, side: Side): Piece[] =>
  model.unmodeled.map(({ address, reason, detail }) => ({
    item: ITEM_OF.unmodeled,
    names: [`${describeAddress(address)} on the ${side} side`, everything(side)],
    content: JSON.stringify([reason, address, detail]),
  }))

/** Rows by what they say in every build; a made value that others refer to is named by where it stands. */
function rowPieces(run: ComparedRun, side: Side): Piece[] {
  const tables = prepareData(run[side].data, run.volatileRows, ({ columns }) =>
    columns.map(({ name }) => name).sort(),
  )
  const unsteady = run.volatileRows?.unsteady
  const linked = tables.flatMap(({ rows }) => rows.filter((row) => row.linked.length > 0))
  const labels = labelsOf(linked)
  const steady = tables.filter(({ table }) => unsteady?.has(table) !== true)
  return steady.map(({ table, columns, rows }) => ({
    item: ITEM_OF.rows,
    names: [`rows of ${keyName(table)} on the ${side} side`, everything(side)],
    content: JSON.stringify([table, columns, rows.map((row) => signatureOf(row, labels)).sort()]),
    rows: { table, side, count: rows.length },
  }))
}

function sequencePieces(run: ComparedRun, side: Side): Piece[] {
  return run[side].data.sequences.map(({ sequence, lastValue, isCalled }) => {
    const isVolatile = run.volatileRows?.sequences.has(sequence) === true
    return {
      item: ITEM_OF['sequence-state'],
      names: [`state of ${keyName(sequence)} on the ${side} side`, everything(side)],
      content: JSON.stringify([sequence, isVolatile ? null : [lastValue, isCalled]]),
    }
  })
}

/** Of itself, of the object it is a part of, of its schema, of its side. */
function namesOf(object: CatalogObject, model: Model, side: Side): string[] {
  const whole = wholeOf(object, model)
  const { names } = whole.address
  const schema = names.length > 1 ? `schema ${names[0]}` : 'what stands in no schema'
  const own = [nameOf(object), nameOf(whole), `objects of ${schema}`]
  return [...own.map((name) => `${name} on the ${side} side`), everything(side)]
}

function wholeOf(object: CatalogObject, model: Model): CatalogObject {
  let whole = object
  for (let steps = 0; whole.parent !== null && steps < 20; steps += 1) {
    const parent = model.objects.get(whole.parent)
    if (!parent) break
    whole = parent
  }
  return whole
}

const everything = (side: Side): string => `everything on the ${side} side`

/** Without a name stands the migrating role. */
const nameOf = ({ address: { type, names, args } }: CatalogObject): string =>
  describeAddress({ type, names: names.map(roleName), args: args.map(roleName) })

const roleName = (name: string): string => (name === '' ? 'the migrating role' : name)

const keyName = (key: string): string => describeAddress(addressOf(key))

/** Short hash of a text. */
export const shortHash = (text: string): string => digest(text).slice(0, 22)
