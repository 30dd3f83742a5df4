import { kinds } from '../kinds/registry.ts'
import type {
  AttributeDifference,
  Comparison,
  DifferenceClass,
  Finding,
  KindCount,
  SecondOpinion,
} from '../../shared/finding.ts'
import { verdictOf } from '../../shared/finding.ts'
import { kindRank, type FindingKind } from '../../shared/kinds.ts'
import type { AttributeValue, CatalogObject, Model, Unmodeled } from '../../shared/model.ts'
import { keyOf, pathOf } from '../../shared/model.ts'
import { referenceDifference, ruleOf, same, type CompareResult } from './compare.ts'
import { renameOf } from './naming.ts'
import type { Delta } from './delta.ts'
import { isVolatileValue, type VolatileAttributes } from './volatile.ts'

/** What may be forgiven, each with proof. */
export interface Forgiveness {
  /** True where both sides, printed again from scratch, say the same. */
  readonly printed: (old: CatalogObject, rebuilt: CatalogObject, attribute: string) => boolean
  readonly volatile: VolatileAttributes
}

/** Where nothing is proven. */
export const NOTHING_FORGIVEN: Forgiveness = { printed: () => false, volatile: new Map() }

/** The findings that people see: one for each object and class. */
export function findingsOf(result: CompareResult, forgiveness: Forgiveness): Finding[] {
  const { deltas, pairs, echoes } = result
  const findings = deltas.flatMap((delta) => classify(delta, forgiveness))
  const structural = new Set(
    deltas.flatMap((delta) =>
      delta.change === 'changed' && isStructural(delta, forgiveness) ? [delta.old.key] : [],
    ),
  )
  /** What is inherited refers to other things wherever its origin does. */
  const isStructuralAtOrigin = (key: string): boolean => {
    const origin = echoes.get(key)
    return structural.has(key) || (origin !== undefined && isStructuralAtOrigin(origin))
  }
  const moved = new Set(pairs.renamed.map(([old]) => old.key))
  for (const [old, rebuilt] of pairs.matched) {
    if (isStructuralAtOrigin(old.key) || moved.has(old.key)) continue
    const attribute = referenceDifference(old, rebuilt, pairs.naming)
    if (!attribute) continue
    const note =
      'It reads alike, but refers to something else: an operator, function or collation was looked up anew.'
    findings.push({
      ...about(old),
      class: 'structural',
      change: 'changed',
      attributes: [attribute],
      note,
    })
  }
  return findings
}

function classify(delta: Delta, forgiveness: Forgiveness): Finding[] {
  if (delta.change === 'missing' || delta.change === 'added') {
    const own = kinds[delta.object.kind].class ?? 'structural'
    return [{ ...about(delta.object), class: own, ...presence(delta) }]
  }
  if (delta.change === 'renamed') {
    const isName = renameOf(delta.old) === 'name'
    const [old, rebuilt] = [delta.old, delta.rebuilt].map(({ address }) =>
      pathOf(address).join('.'),
    )
    const note = isName && isKey(delta.old) ? { note: KEY_RENAMED } : {}
    return [
      {
        ...about(delta.old),
        class: isName ? 'name' : 'structural',
        change: 'renamed',
        attributes: [{ name: 'name', old: old ?? '', rebuilt: rebuilt ?? '' }, ...delta.inside],
        ...note,
      },
    ]
  }
  if (delta.change === 'reordered') {
    return [
      { ...about(delta.old), class: 'order', change: 'changed', attributes: [delta.attribute] },
    ]
  }
  const byClass = new Map<DifferenceClass, AttributeDifference[]>()
  for (const attribute of delta.attributes) {
    const found = classOf(delta.old, delta.rebuilt, attribute, forgiveness)
    byClass.set(found, [...(byClass.get(found) ?? []), attribute])
  }
  return [...byClass].map(([found, attributes]) => ({
    ...about(delta.old),
    class: found,
    change: 'changed',
    attributes,
    ...(found === 'volatile'
      ? { note: kinds[delta.old.kind].class ? FROZEN : FROZEN_FOR_ROWS }
      : {}),
  }))
}

const FROZEN =
  'Each build of the old folder freezes another value here; the rebuilt side holds one of its own.'
const FROZEN_FOR_ROWS = `${FROZEN} If a new value for each row was meant, as by now(), a later migration has to say so.`

const KEY_RENAMED = 'INSERT … ON CONFLICT ON CONSTRAINT names it: look for that in the code.'

const isKey = ({ attributes }: CatalogObject): boolean =>
  attributes['type'] === 'UNIQUE' ||
  attributes['type'] === 'PRIMARY KEY' ||
  attributes['type'] === 'EXCLUDE'

function classOf(
  old: CatalogObject,
  rebuilt: CatalogObject,
  attribute: AttributeDifference,
  { printed, volatile }: Forgiveness,
): DifferenceClass {
  if (isVolatileValue(volatile, old, attribute)) return 'volatile'
  const own = kinds[old.kind].class
  if (own) return own
  const rule = ruleOf(old, attribute.name)
  if (rule === 'name') return 'name'
  const text = rule === 'expression' || rule === 'whole'
  return text && printed(old, rebuilt, attribute.name) ? 'printed' : 'structural'
}

const isStructural = (
  delta: Extract<Delta, { change: 'changed' }>,
  forgiveness: Forgiveness,
): boolean =>
  delta.attributes.some(
    (attribute) => classOf(delta.old, delta.rebuilt, attribute, forgiveness) === 'structural',
  )

const about = ({ kind, address }: CatalogObject): Pick<Finding, 'kind' | 'address'> => ({
  kind,
  address,
})

/** How a side that hasn't an object differs: it lacks it, or has what stands there without it. */
function presence(
  delta: Extract<Delta, { object: CatalogObject }>,
): Pick<Finding, 'change' | 'attributes'> {
  const inOld = delta.change === 'missing'
  const standard = kinds[delta.object.kind].standard?.(delta.object)
  if (!standard) {
    return { change: delta.change, attributes: [{ name: 'present', old: inOld, rebuilt: !inOld }] }
  }
  const attributes = Object.entries(standard).flatMap(([name, usual]): AttributeDifference[] => {
    const own = delta.object.attributes[name] ?? null
    const there = usual ?? null
    return same(own, there)
      ? []
      : [{ name, old: inOld ? own : there, rebuilt: inOld ? there : own }]
  })
  return { change: gainOrLoss(attributes), attributes }
}

/** Lists that only lost entries are missing something, lists that only won some have something added. */
function gainOrLoss(attributes: readonly AttributeDifference[]): 'missing' | 'added' | 'changed' {
  const within = (a: AttributeValue, b: AttributeValue): boolean =>
    Array.isArray(a) && Array.isArray(b) && a.every((each) => b.includes(each))
  if (attributes.every(({ old, rebuilt }) => within(rebuilt, old))) return 'missing'
  return attributes.every(({ old, rebuilt }) => within(old, rebuilt)) ? 'added' : 'changed'
}

/** What no kind reads or Postgres could not print blocks, on whichever side it is. */
export function unmodeledFindings(old: Model, rebuilt: Model): Finding[] {
  const [mine, theirs] = [old, rebuilt].map(
    (model) => new Map(model.unmodeled.map((each) => [keyOf(each.address), each])),
  ) as [Map<string, Unmodeled>, Map<string, Unmodeled>]
  return [...new Set([...mine.keys(), ...theirs.keys()])].map((key) => {
    const each = (mine.get(key) ?? theirs.get(key)) as Unmodeled
    const [inOld, inRebuilt] = [mine.has(key), theirs.has(key)]
    const said = (there: boolean): string | null => (there ? 'not compared' : null)
    return {
      class: each.reason,
      kind: 'unmodeled',
      address: each.address,
      change: inOld && inRebuilt ? 'changed' : inOld ? 'missing' : 'added',
      attributes: [{ name: 'definition', old: said(inOld), rebuilt: said(inRebuilt) }],
      note: each.detail,
    }
  })
}

/** Sorts the findings, counts what was compared, and says the verdict. */
export function comparisonOf(
  old: Model,
  rebuilt: Model,
  findings: readonly Finding[],
  more: {
    counts?: Partial<Record<FindingKind, KindCount>>
    notCompared: readonly string[]
    secondOpinion?: SecondOpinion
  },
): Comparison {
  const counts: Partial<Record<FindingKind, KindCount>> = {}
  const count = (kind: FindingKind): KindCount =>
    (counts[kind] ??= { old: 0, rebuilt: 0, equal: 0, findings: 0 })
  for (const { kind } of old.objects.values()) count(kind).old += 1
  for (const { kind } of rebuilt.objects.values()) count(kind).rebuilt += 1
  for (const { kind, change } of findings) {
    const counted = count(kind)
    counted.findings += 1
    if (kind === 'unmodeled' && change !== 'added') counted.old += 1
    if (kind === 'unmodeled' && change !== 'missing') counted.rebuilt += 1
  }
  for (const [kind, counted] of Object.entries(counts) as [FindingKind, KindCount][]) {
    const touched = new Set(
      findings
        .filter((finding) => finding.kind === kind && finding.change !== 'added')
        .map(({ address }) => keyOf(address)),
    )
    counted.equal = kind === 'unmodeled' ? 0 : Math.min(counted.old - touched.size, counted.rebuilt)
  }
  const sorted = [...findings].sort(
    (a, b) => kindRank(a.kind) - kindRank(b.kind) || (keyOf(a.address) < keyOf(b.address) ? -1 : 1),
  )
  return {
    verdict: verdictOf(sorted),
    counts: { ...counts, ...more.counts },
    findings: sorted,
    notCompared: more.notCompared,
    ...(more.secondOpinion ? { secondOpinion: more.secondOpinion } : {}),
  }
}
