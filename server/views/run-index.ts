import { pairObjects } from '../compare/pairs.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Finding } from '../../shared/finding.ts'
import { kindRank, type FindingKind } from '../../shared/kinds.ts'
import type { Address, CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { findingId, objectId } from './ids.ts'

/** One object as it is on both sides, or on the one that has it. */
export interface ObjectPair {
  readonly old: CatalogObject | null
  readonly rebuilt: CatalogObject | null
}

/** Something that stands in the tree: an object with all its parts, or what no kind reads. */
export interface Entry {
  readonly id: string
  readonly kind: FindingKind
  readonly address: Address
  /** Null for what is no object of either model. */
  readonly pair: ObjectPair | null
  /** Its parts at every depth, each after the one it is a part of. */
  readonly parts: readonly ObjectPair[]
  /** About itself and its parts, in the order of the comparison. */
  readonly findings: readonly Finding[]
}

/** Everything about a run that can be looked up. */
export interface RunIndex {
  /** In the order people read a schema. */
  readonly entries: readonly Entry[]
  readonly entryById: ReadonlyMap<string, Entry>
  readonly findingById: ReadonlyMap<string, Finding>
  readonly entryOfFinding: ReadonlyMap<Finding, Entry>
  /** Those about an object itself. */
  findingsOn(pair: ObjectPair): readonly Finding[]
  parentOf(pair: ObjectPair): ObjectPair | undefined
  childrenOf(pair: ObjectPair): readonly ObjectPair[]
  /** The entry of the object of that key. */
  entryAt(side: 'old' | 'rebuilt', key: string): Entry | undefined
}

const known = new WeakMap<ComparedRun, RunIndex>()

/** Lays a run out for looking things up; once for each run. */
export function indexOf(run: ComparedRun): RunIndex {
  const found = known.get(run)
  if (found) return found
  const index = buildIndex(run)
  known.set(run, index)
  return index
}

/** The side an object is shown by: old where it is there. */
export const shownSide = ({ old, rebuilt }: ObjectPair): CatalogObject => {
  const object = old ?? rebuilt
  if (!object) throw new Error('a pair without an object')
  return object
}

function buildIndex(run: ComparedRun): RunIndex {
  const sides = pairsOf(run)
  const parentOf = (pair: ObjectPair): ObjectPair | undefined => {
    const { parent } = shownSide(pair)
    if (parent === null) return undefined
    return (pair.old ? sides.old : sides.rebuilt).get(parent)
  }
  const children = new Map<ObjectPair, ObjectPair[]>()
  for (const pair of sides.all) {
    const parent = parentOf(pair)
    if (parent) push(children, parent, pair)
  }
  const childrenOf = (pair: ObjectPair): readonly ObjectPair[] => children.get(pair) ?? []

  const { on, loose } = placeFindings(run.comparison.findings, sides)
  const findingsOn = (pair: ObjectPair): readonly Finding[] => on.get(pair) ?? []
  const entries: Entry[] = sides.all
    .filter((pair) => !parentOf(pair))
    .map((pair) => {
      const parts = descendants(pair, childrenOf)
      const object = shownSide(pair)
      const findings = [pair, ...parts].flatMap(findingsOn)
      const { kind, address } = object
      return { id: idOf(pair, sides), kind, address, pair, parts, findings }
    })
  for (const [key, findings] of loose) {
    const [first] = findings
    if (!first) continue
    const { kind, address } = first
    entries.push({ id: objectId(`? ${key}`), kind, address, pair: null, parts: [], findings })
  }
  entries.sort(
    (a, b) =>
      kindRank(a.kind) - kindRank(b.kind) || compareText(keyOf(a.address), keyOf(b.address)),
  )

  const entryOfPair = new Map<ObjectPair, Entry>()
  for (const entry of entries) {
    for (const pair of [...(entry.pair ? [entry.pair] : []), ...entry.parts])
      entryOfPair.set(pair, entry)
  }
  return {
    entries,
    entryById: new Map(entries.map((entry) => [entry.id, entry])),
    findingById: new Map(run.comparison.findings.map((finding) => [findingId(finding), finding])),
    entryOfFinding: new Map(
      entries.flatMap((entry) => entry.findings.map((finding) => [finding, entry] as const)),
    ),
    findingsOn,
    parentOf,
    childrenOf,
    entryAt: (side, key) => {
      const pair = sides[side].get(key)
      return pair && entryOfPair.get(pair)
    },
  }
}

interface PairedSides {
  readonly all: readonly ObjectPair[]
  /** By the key that the object has on that side. */
  readonly old: ReadonlyMap<string, ObjectPair>
  readonly rebuilt: ReadonlyMap<string, ObjectPair>
}

/** Pairs the objects as the comparison does, renamed ones included. */
function pairsOf({ old, rebuilt }: ComparedRun): PairedSides {
  const { matched, missing, added } = pairObjects(old.model, rebuilt.model)
  const all: ObjectPair[] = [
    ...matched.map(([first, second]) => ({ old: first, rebuilt: second })),
    ...missing.map((object) => ({ old: object, rebuilt: null })),
    ...added.map((object) => ({ old: null, rebuilt: object })),
  ]
  return {
    all,
    old: new Map(all.flatMap((pair) => (pair.old ? [[pair.old.key, pair] as const] : []))),
    rebuilt: new Map(
      all.flatMap((pair) => (pair.rebuilt ? [[pair.rebuilt.key, pair] as const] : [])),
    ),
  }
}

/** A name that one side gave up by a rename may stand for another object on the other. */
function idOf(pair: ObjectPair, sides: PairedSides): string {
  const { key } = shownSide(pair)
  return objectId(pair.old === null && sides.old.has(key) ? `rebuilt ${key}` : key)
}

/** Puts each finding to the object that it is about; what belongs to none is kept by its address. */
function placeFindings(
  findings: readonly Finding[],
  sides: PairedSides,
): { on: Map<ObjectPair, Finding[]>; loose: Map<string, Finding[]> } {
  const on = new Map<ObjectPair, Finding[]>()
  const loose = new Map<string, Finding[]>()
  for (const finding of findings) {
    const key = keyOf(finding.address)
    const [first, second] =
      finding.change === 'added' ? [sides.rebuilt, sides.old] : [sides.old, sides.rebuilt]
    const pair = first.get(key) ?? second.get(key)
    if (pair) push(on, pair, finding)
    else push(loose, key, finding)
  }
  return { on, loose }
}

const descendants = (
  pair: ObjectPair,
  childrenOf: (pair: ObjectPair) => readonly ObjectPair[],
): ObjectPair[] => childrenOf(pair).flatMap((child) => [child, ...descendants(child, childrenOf)])

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key)
  if (values) values.push(value)
  else map.set(key, [value])
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
