import type { PlannedStatement } from '../baseline/plan.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { CatalogObject, Model } from '../../shared/model.ts'
import { qualified, type NameSpace, type QualifiedName, type Subject } from './subject.ts'

/** An object that is written anew by itself, with all that stands in it. */
export interface Unit {
  readonly object: CatalogObject
  /** Of the object and of all its parts. */
  readonly keys: ReadonlySet<string>
}

/** Parts whose statements are their own, so that they can be written without the rest of their table. */
const OWN_PARTS: ReadonlySet<Kind> = new Set(['index', 'trigger', 'policy', 'rule'])
/** Told by its text as a whole only, so that one that was edited is not found. */
const NAMELESS: ReadonlySet<Kind> = new Set([
  'default-privilege',
  'comment',
  'security-label',
  'owner',
  'privilege',
])

/** Whether people can choose it: a part of another statement goes with that. */
export const isUnit = ({ kind, parent }: CatalogObject, model: Model): boolean =>
  OWN_PARTS.has(kind) || (!NAMELESS.has(kind) && (parent === null || !model.objects.has(parent)))

/** The object of that key with its parts. */
export function unitOf(model: Model, object: CatalogObject): Unit {
  const keys = new Set<string>()
  const add = (key: string): void => {
    if (keys.has(key)) return
    keys.add(key)
    for (const child of model.children.get(key) ?? []) add(child.key)
  }
  add(object.key)
  return { object, keys }
}

/** How many of these statements are for each object that can be chosen, in their order. */
export function unitsOf(
  model: Model,
  statements: readonly PlannedStatement[],
): ReadonlyMap<CatalogObject, number> {
  const counts = new Map<CatalogObject, number>()
  for (const { key } of statements) {
    for (let at = model.objects.get(key); at; at = parentOf(at, model)) {
      if (isUnit(at, model)) counts.set(at, (counts.get(at) ?? 0) + 1)
    }
  }
  return counts
}

const parentOf = ({ parent }: CatalogObject, model: Model): CatalogObject | undefined =>
  parent === null ? undefined : model.objects.get(parent)

/** What a statement is called by, as far as its text tells it. */
export interface Named {
  readonly space: NameSpace
  readonly name: QualifiedName
  readonly on: QualifiedName | null
}

const SPACES: Readonly<Partial<Record<Kind, NameSpace>>> = {
  schema: 'schema',
  extension: 'extension',
  enum: 'type',
  domain: 'type',
  composite: 'type',
  range: 'type',
  sequence: 'relation',
  function: 'routine',
  procedure: 'routine',
  aggregate: 'routine',
  table: 'relation',
  index: 'relation',
  view: 'relation',
  'materialized-view': 'relation',
  rule: 'rule',
  trigger: 'trigger',
  policy: 'policy',
  constraint: 'constraint',
}

/** What statements about an object call it; nothing where they name what it stands in. */
export function namesOf(object: CatalogObject): readonly Named[] {
  const named = namedAs(object)
  const { kind, address, attributes } = object
  // Its index has its name.
  const isIndex =
    kind === 'constraint' && /^(PRIMARY KEY|UNIQUE|EXCLUDE)/.test(String(attributes['type']))
  const schema = address.names.at(-3) ?? null
  const name = { schema, name: address.names.at(-1) ?? '' }
  return [
    ...(named ? [named] : []),
    ...(isIndex ? [{ space: 'relation' as const, name, on: null }] : []),
  ]
}

function namedAs({ kind, address: { names } }: CatalogObject): Named | undefined {
  const space = SPACES[kind]
  if (space === undefined) return undefined
  const name = names.at(-1) ?? ''
  // A type's name is printed as SQL writes it.
  if (space === 'type') return { space, name: qualified(name), on: null }
  const isIn =
    space === 'trigger' || space === 'policy' || space === 'rule' || kind === 'constraint'
  if (!isIn) return { space, name: { schema: names.at(-2) ?? null, name }, on: null }
  return {
    space,
    name: { schema: null, name },
    on: { schema: names.at(-3) ?? null, name: names.at(-2) ?? '' },
  }
}

/** Its name alone, as statements that call it something have it in them. */
export const plainName = ({ address: { names } }: CatalogObject): string =>
  (names.at(-1) ?? '').split('.').at(-1)?.replaceAll('"', '') ?? ''

/** Whether a subject is that object, or a part of it. */
export type Belongs = 'own' | 'other' | 'nothing' | 'unclear'

/** Tells of each subject whether it belongs to a unit; `unclear` where its name could mean another object too. */
export function belongsTo(unit: Unit, model: Model): (subject: Subject) => Belongs {
  const own = [...unit.keys].flatMap((key) => namedOf(model, key))
  const alike = new Map<string, number>()
  for (const object of model.objects.values()) {
    for (const named of namesOf(object)) alike.set(bare(named), (alike.get(bare(named)) ?? 0) + 1)
  }
  const isOne = (named: Named): boolean =>
    own.some((each) => isSame(each, named)) ||
    (named.on !== null && own.some((each) => isSame(each, tableOf(named.on))))
  return (subject) => {
    if (subject.about === 'nothing') return 'nothing'
    if (subject.about === 'unknown') return 'unclear'
    if (!isOne(subject)) return 'other'
    const direct = own.some((each) => isSame(each, subject))
    const asked: Named = direct ? subject : tableOf(subject.on)
    const isVague = asked.space === 'routine' || asked.name.schema === null
    return isVague && (alike.get(bare(asked)) ?? 0) > 1 ? 'unclear' : 'own'
  }
}

const namedOf = (model: Model, key: string): readonly Named[] => {
  const object = model.objects.get(key)
  return object ? namesOf(object) : []
}

const tableOf = (on: QualifiedName | null): Named => ({
  space: 'relation',
  name: on ?? { schema: null, name: '' },
  on: null,
})

const isSame = (known: Named, told: Named): boolean =>
  known.space === told.space &&
  isCalled(known.name, told.name) &&
  (known.on === null || (told.on !== null && isCalled(known.on, told.on)))

const isCalled = (known: QualifiedName, told: QualifiedName): boolean =>
  known.name === told.name &&
  (known.schema === null || told.schema === null || known.schema === told.schema)

const bare = ({ space, name, on }: Named): string =>
  JSON.stringify([space, name.name, on?.name ?? null])
