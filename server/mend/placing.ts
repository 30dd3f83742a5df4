import type { CatalogObject, Model } from '../../shared/model.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { Statement } from '../kinds/kind.ts'
import type { Changes } from './changes.ts'
import type { Step } from './acts.ts'

/** A statement of a mend; those that take away or rename have no object. */
export type MendStatement = Statement & { readonly key?: string; readonly kind?: Kind }

/** The step that a statement stands after, -1 for before all of them; null where none is certain. */
export type Places = readonly (number | null)[]

/**
 * Where statements that stand in an order that works at the end of a draft can stand among its own: after what they
 * need, beside what is like them, and only where nothing that follows could meet them. Where that is not certain, and
 * where they need one that is not, they stay at the end.
 */
export function placesFor(
  steps: readonly Step[],
  statements: readonly MendStatement[],
  changes: Changes,
): Places {
  const { old } = changes.sides
  const placed = new Map<string, number | null>()
  const places: (number | null)[] = []
  for (const statement of statements) {
    const at = placeOf(steps, statement, changes, placed)
    places.push(at)
    if (statement.key === undefined) continue
    for (const part of withParts(old, statement.key)) {
      if (part !== statement.key && placed.has(part)) continue
      const before = placed.get(part)
      placed.set(part, at === null || before === null ? null : Math.max(at, before ?? at))
    }
  }
  return places
}

/** Keys of an object and of all that stands in it. */
const withParts = (model: Model, key: string): readonly string[] => [
  key,
  ...(model.children.get(key) ?? []).flatMap((child) => withParts(model, child.key)),
]

function placeOf(
  steps: readonly Step[],
  { key, phase = 'main', needs = [] }: MendStatement,
  { sides, created, dropped, altered, renamed, released }: Changes,
  placed: ReadonlyMap<string, number | null>,
): number | null {
  const object = key === undefined ? undefined : sides.old.objects.get(key)
  if (!object || key === undefined || phase !== 'main') return null
  if (altered.get(key)?.frees !== undefined) return null
  const parts = created.has(key)
    ? withParts(sides.old, key).filter((each) => created.has(each))
    : [key]
  const gone = [...parts, object.parent ?? key].map((each) => sides.naming.keyInRebuilt(each))
  if (gone.some((each) => dropped.has(each) || released.has(each))) return null
  const objects = parts.flatMap((each) => sides.old.objects.get(each) ?? [])
  const wanted = new Set([
    ...needs,
    ...objects.flatMap(({ parent, dependsOn }) => [...dependsOn, ...(parent ? [parent] : [])]),
    ...(created.has(key) ? [] : [key]),
  ])
  if ([...wanted, ...parts].some((each) => renamed.has(each))) return null
  let floor = stageOf(steps)
  for (const need of wanted) {
    if (parts.includes(need) && created.has(need)) continue
    const there = placed.has(need) ? placed.get(need) : standsAt(steps, need, sides.old)
    if (there === null || there === undefined) return null
    floor = Math.max(floor, there)
  }
  // Its own earlier statements stand before it.
  const own = placed.get(key)
  if (own === null) return null
  floor = Math.max(floor, own ?? -1)
  const at = besideAlike(steps, object, floor)
  // Before all of them there is only what sets the stage.
  if (at < 0) return null
  const made = created.has(key) ? objects : []
  return isSafe(steps.slice(at + 1), object, made, wanted, sides.old) ? at : null
}

/** The last of the steps that only set the stage. */
const stageOf = (steps: readonly Step[]): number =>
  steps.findIndex(({ acts }) => acts.some(({ does }) => does !== 'look')) - 1

const nameOf = ({ address }: CatalogObject): string => plain(address.names.at(-1) ?? '')

/** A type's name is printed with its schema. */
const plain = (name: string): string =>
  (name.split('.').at(-1) ?? '').replaceAll('"', '').toLowerCase()

/** The object itself, or the table or other whole that it stands in. */
function wholeOf(object: CatalogObject, model: Model): CatalogObject {
  const parent = object.parent === null ? undefined : model.objects.get(object.parent)
  return parent && parent.kind !== 'schema' ? wholeOf(parent, model) : object
}

/** The step by which an object stands; undefined where no step, or more than one, may have made it. */
function standsAt(steps: readonly Step[], key: string, model: Model): number | undefined {
  const object = model.objects.get(key)
  if (!object) return undefined
  if (object.kind === 'schema' && nameOf(object) === 'public') return -1
  const whole = wholeOf(object, model)
  const name = nameOf(whole)
  const makers = steps.flatMap(({ acts }, place) =>
    acts.some((act) => act.does === 'make' && act.name === name && act.on === '') ? [place] : [],
  )
  const [made, ...more] = makers
  if (made === undefined || more.length > 0) {
    // What stands on a table, such as an index, is made by its own statement.
    return undefined
  }
  if (object === whole || steps[made]?.names(nameOf(object))) return made
  // Added later, or without its name: then by the last one that adds to its table.
  const adds = steps.flatMap(({ acts }, place) =>
    acts.some((act) => isOn(act, name)) ? [place] : [],
  )
  const named = adds.find((place) => place > made && steps[place]?.names(nameOf(object)))
  return named ?? Math.max(made, ...adds)
}

type Act = Step['acts'][number]

const isOn = (act: Act, table: string): boolean =>
  (act.does === 'add' || act.does === 'make') && act.on === table

const WHAT: Readonly<Partial<Record<Kind, string>>> = {
  enum: 'type',
  composite: 'type',
  range: 'type',
}

/** After the last of its kind on its table; else, where the draft has those of a kind together, after all of them. */
function besideAlike(steps: readonly Step[], object: CatalogObject, floor: number): number {
  const what = WHAT[object.kind] ?? object.kind
  const table = object.parent === null ? '' : plain(object.address.names.at(-2) ?? '')
  const alike = steps.flatMap(({ acts }, place) =>
    acts.some((act) => act.does === 'make' && act.what === what) ? [place] : [],
  )
  const [first] = alike
  const last = alike.at(-1)
  if (first === undefined || last === undefined) return floor
  const own = alike.findLast((place) =>
    steps[place]?.acts.some((act) => act.does === 'make' && act.what === what && act.on === table),
  )
  if (table !== '' && own !== undefined) return Math.max(floor, own)
  const between = steps
    .slice(first, last + 1)
    .filter(({ acts }) => acts.some((act) => act.does === 'make' && act.what !== what))
  return between.length === 0 ? Math.max(floor, last) : floor
}

/** Whether nothing of what follows could be in the way of an object that stands before it. */
function isSafe(
  later: readonly Step[],
  object: CatalogObject,
  made: readonly CatalogObject[],
  wanted: ReadonlySet<string>,
  model: Model,
): boolean {
  const tables = [...wanted, object.key, ...made.map(({ key }) => key)].flatMap((key) => {
    const found = model.objects.get(key)
    return found && found.kind !== 'schema' ? [nameOf(wholeOf(found, model))] : []
  })
  const touched = new Set(tables)
  const own = new Set(made.filter(({ kind }) => !PARTS.has(kind)).map(nameOf))
  return later.every(({ acts, names }) => {
    if (acts.some(({ does }) => does === 'unknown')) return false
    const isMentioned = [...touched].some(names)
    if (!isMentioned && ![...own].some(names)) return true
    if ([...own].some(names) && acts.some(({ does }) => does === 'make')) return false
    return acts.every(
      (act) =>
        act.does === 'look' ||
        act.does === 'add' ||
        // A list of all columns would have one more.
        (act.does === 'make' && (object.kind !== 'column' || !READS.has(act.what))),
    )
  })
}

const PARTS: ReadonlySet<Kind> = new Set(['column', 'default', 'comment'])
const READS: ReadonlySet<string> = new Set([
  'view',
  'materialized-view',
  'function',
  'procedure',
  'rule',
])
