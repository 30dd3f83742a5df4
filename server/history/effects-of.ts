import type { StepChange } from '../catalog/steps/step-change.ts'
import type { StepObject } from '../catalog/steps/step-model.ts'
import type { AttributeRule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { schemaOf } from '../kinds/sql.ts'
import type { AttributeChange, Effect } from '../../shared/history.ts'
import { kindRank } from '../../shared/kinds.ts'
import { keyOf, ownNameOf, pathOf, type Address } from '../../shared/model.ts'
import { sentAddress } from '../../shared/object.ts'

/** What was done to the objects of a database, from what they were and are; in the order people read a schema. */
export function effectsOf(change: StepChange): Effect[] {
  const { before, after, same } = change
  const taken = new Set(same.values())
  const effects = [...before.values()].flatMap((was): Effect[] => {
    const known = after.get(same.get(was.key) ?? '')
    if (known) return changed(was, known, change)
    const other = taken.has(was.key) ? undefined : after.get(was.key)
    return other
      ? anew(was, other)
      : [{ ...placeOf(was), change: 'dropped', was: null, attributes: [] }]
  })
  const created = [...after.values()]
    .filter(({ key }) => !taken.has(key) && !(before.has(key) && !same.has(key)))
    .map((object): Effect => ({ ...placeOf(object), change: 'created', was: null, attributes: [] }))
  return [...effects, ...created, ...ofDatabase(change)].sort(byKindThenKey)
}

const placeOf = ({
  kind,
  address,
  parent,
}: StepObject): Pick<Effect, 'kind' | 'address' | 'parent'> => ({
  kind,
  address: sentAddress(address),
  parent,
})

/** The same object, which was renamed or altered itself, or is only called or printed otherwise. */
function changed(was: StepObject, is: StepObject, change: StepChange): Effect[] {
  const isWritten = change.written.has(is.key)
  const attributes = differences(was, is, isWritten ? UNTOLD : UNTOLD_OF_FOLLOWERS)
  const isMoved = was.key !== is.key
  if (!isMoved && attributes.length === 0) return []
  const found = { ...placeOf(is), was: isMoved ? sentAddress(was.address) : null, attributes }
  if (!isWritten) return [{ ...found, change: 'follows' }]
  if (isMoved && isCalledOtherwise(was, is, change)) return [{ ...found, change: 'renamed' }]
  return [{ ...found, change: attributes.length > 0 ? 'altered' : 'follows' }]
}

/** Another object in the same place. */
function anew(was: StepObject, is: StepObject): Effect[] {
  const attributes = differences(was, is, UNTOLD)
  const found = { ...placeOf(is), was: null, attributes }
  return [
    { ...found, change: was.kind === is.kind && attributes.length === 0 ? 'rebuilt' : 'altered' },
  ]
}

/** What is needed to write an object, or is told of another one. */
const UNTOLD: ReadonlySet<AttributeRule> = new Set(['unused', 'origin'])
/** Where nothing was done to it, it only stands at another place, or says what is told of its parent. */
const UNTOLD_OF_FOLLOWERS: ReadonlySet<AttributeRule> = new Set([...UNTOLD, 'order', 'derived'])

function differences(
  was: StepObject,
  is: StepObject,
  untold: ReadonlySet<AttributeRule>,
): AttributeChange[] {
  const rules = kinds[is.kind].attributes
  const found = Object.entries(is.attributes).flatMap(([name, after]) => {
    const before = was.attributes[name] ?? null
    const isTold =
      !untold.has(rules[name] ?? 'exact') && JSON.stringify(before) !== JSON.stringify(after)
    return isTold ? [{ name, before, after }] : []
  })
  const parts = found.filter(({ name }) => rules[name] !== 'whole')
  return parts.length > 0 ? parts : found
}

/** False where its address is another one because its schema, or what it is a part of, has another name. */
function isCalledOtherwise(was: StepObject, is: StepObject, { before, same }: StepChange): boolean {
  if (kinds[is.kind].attached) return false
  if (was.parent !== null) {
    const isInSame = (same.get(was.parent) ?? was.parent) === is.parent
    const parent = before.get(was.parent)
    const isNamedAsParent =
      parent !== undefined && String(pathOf(parent.address)) === String(pathOf(was.address))
    return !isInSame || (ownNameOf(was.address) !== ownNameOf(is.address) && !isNamedAsParent)
  }
  if (nameInSchema(was.address) !== nameInSchema(is.address)) return true
  if (was.address.names.length === 1 && !isType(was.address)) return false
  const schema = schemaKey(schemaOf(was.address))
  return (same.get(schema) ?? schema) !== schemaKey(schemaOf(is.address))
}

const schemaKey = (name: string): string => keyOf({ type: 'schema', names: [name], args: [] })

const isType = ({ type }: Address): boolean => /\btype$/.test(type)

/** The name of a type is one text, with its schema before it. */
function nameInSchema(address: Address): string {
  const [first = '', ...rest] = address.names
  if (!isType(address)) return JSON.stringify(rest.length > 0 ? rest : [first])
  return first.slice(/^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(first)?.[0].length ?? 0)
}

const ofDatabase = ({ database }: StepChange): Effect[] =>
  database.length === 0
    ? []
    : [
        {
          change: 'altered',
          kind: 'database',
          address: { type: 'database', names: [], args: [] },
          was: null,
          parent: null,
          attributes: [...database],
        },
      ]

const byKindThenKey = (a: Effect, b: Effect): number => {
  const [first, second] = [keyOf(a.address), keyOf(b.address)]
  return kindRank(a.kind) - kindRank(b.kind) || (first < second ? -1 : first > second ? 1 : 0)
}
