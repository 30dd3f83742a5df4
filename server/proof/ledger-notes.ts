import { findingsOf, NOTHING_FORGIVEN } from '../compare/classify.ts'
import { compare } from '../compare/compare.ts'
import type { DifferenceClass, Finding } from '../../shared/finding.ts'
import { childrenByParent, describeAddress, keyOf, type Model } from '../../shared/model.ts'

/** Two majors name the parts of one table differently. */
const UNTOLD: ReadonlySet<DifferenceClass> = new Set(['name', 'order'])

/** What hangs on the migrator's own tables falls with them in a baseline that doesn't make it again. */
export function ledgerNotes(old: Model, rebuilt: Model): string[] {
  const [mine, theirs] = [ledgerOf(old), ledgerOf(rebuilt)]
  const findings = findingsOf(compare(mine, theirs), NOTHING_FORGIVEN).filter(
    (finding) => !UNTOLD.has(finding.class),
  )
  const ofOne = (change: Finding['change'], model: Model, other: Model): string => {
    const names = findings
      .filter((finding) => finding.change === change)
      .flatMap(({ address }) => additionsIn(keyOf(address), model))
    const known = new Set(unread(other))
    return listed([...names, ...unread(model).filter((name) => !known.has(name))])
  }
  const [a, b] = [ofOne('missing', mine, theirs), ofOne('added', theirs, mine)]
  const both = findings
    .filter(({ change }) => change === 'changed' || change === 'renamed')
    .map(
      ({ address, attributes }) =>
        `${describeAddress(address)} (${attributes.map(({ name }) => name).join(', ')})`,
    )
  const parts = [
    a && `only old has ${a}`,
    b && `only rebuilt has ${b}`,
    both.length > 0 && `they differ in ${listed(both)}`,
  ].filter((part) => part !== '' && part !== false)
  return parts.length === 0 ? [] : [`the migrator's own tables: ${parts.join('; ')}`]
}

/** A server gives them in any order. */
const listed = (names: readonly string[]): string => names.toSorted().join(', ')

const ledgerOf = (model: Model): Model => {
  const objects = model.ledger?.objects ?? new Map()
  const unmodeled = model.ledger?.unmodeled ?? []
  return { ...model, objects, children: childrenByParent(objects.values()), unmodeled }
}

const unread = ({ unmodeled }: Model): string[] =>
  unmodeled.map(({ address }) => describeAddress(address))

/** An object of one side only; of a table that the other side has not at all, what Kysely doesn't make. */
function additionsIn(key: string, model: Model): string[] {
  const object = model.objects.get(key)
  if (!object) return []
  if (object.parent !== null || !model.ledger?.made.has(key))
    return [describeAddress(object.address)]
  const within = (parent: string): string[] =>
    (model.children.get(parent) ?? []).flatMap((child) =>
      model.ledger?.made.has(child.key) ? within(child.key) : [describeAddress(child.address)],
    )
  return within(key)
}
