import type { AttributeRule, KindModule } from '../kinds/kind.ts'
import type { Query, Row, SessionFacts } from '../postgres/session.ts'
import { kindRank } from '../../shared/kinds.ts'
import type {
  Address,
  AttributeValue,
  CatalogObject,
  Model,
  Unmodeled,
} from '../../shared/model.ts'
import { childrenByParent, keyOf, MIGRATING_ROLE } from '../../shared/model.ts'
import { Claims, dependencies, edgesIn, pinOf, type Pin } from './dependencies.ts'
import { BUILTIN_CHANGES, builtinChangeOf } from './builtins.ts'
import { readLedger, splitLedger } from './ledger.ts'
import {
  DEFAULT_LEDGER,
  NEVER_NULL,
  serverFactsOf,
  serverFactsQuery,
  withAddress,
  type Ledger,
} from './fragments.ts'
import type { Found } from './found.ts'
import { linkObjects } from './link.ts'
import { ofKinds } from './of-kinds.ts'
import { findUnmodeled, readObjectPins } from './unmodeled.ts'

/** Reads all kinds in one snapshot and links the objects the way pg_depend does. */
export async function readModel(query: Query, facts: SessionFacts, ledger: Ledger): Promise<Model> {
  const [[serverRow = {}], pins, [edges], found] = await Promise.all([
    query(serverFactsQuery(facts.major)),
    readLedger(query, ledger),
    query(dependencies(facts.major)),
    ofKinds(
      query,
      (module) => withAddress(module.read(facts.major)),
      (module, rows) => ({ module, rows }),
    ),
  ])
  const server = serverFactsOf(serverRow, facts)
  const rename = relativeTo(server.migratingRole)
  const refused = new Set<Pin>()
  const results = found.flatMap(({ module, rows }) =>
    rows.map((row) => {
      const result = decode(module, row, rename)
      if ('reason' in result && !module.attached) refused.add(pinIn(row))
      return result
    }),
  )
  const readable = results.filter((result): result is Found => 'pin' in result)
  const failed = results.filter((result): result is Unmodeled => 'reason' in result)

  const claimed = new Map(
    readable
      .filter(({ module }) => !module.attached)
      .map((each) => [each.pin, keyOf(each.address)]),
  )
  const claims = new Claims(claimed, edgesIn(edges))
  const { peoples, ledgers } = splitLedger(readable, claims, pins)
  const objects = await linkObjects(query, peoples, claims)
  const ledgerObjects = await linkObjects(query, ledgers, claims)
  const unread = readable.flatMap(({ module, address, attributes }): Unmodeled[] => {
    const detail = module.unread?.(attributes)
    return detail === undefined ? [] : [unreadable(address, detail)]
  })
  const builtins = await query(BUILTIN_CHANGES)
  // Of what a kind found and could not read, that is told.
  const objectPins = (await readObjectPins(query, facts.major)).filter((pin) => !refused.has(pin))
  const unmodeled = await findUnmodeled(query, objectPins, claims, pins.tables)

  const sorted = objects.sort(byKindThenKey)
  return {
    objects: new Map(sorted.map((object) => [object.key, object])),
    children: childrenByParent(sorted),
    unmodeled: [...failed, ...unread, ...unmodeled.peoples],
    server,
    builtins: builtins.map(builtinChangeOf),
    ledger: {
      ownSchema: ledger.schema === DEFAULT_LEDGER.schema ? null : ledger.schema,
      objects: new Map(ledgerObjects.map((object) => [object.key, object])),
      made: new Set(pins.made.flatMap((pin) => claims.resolve(pin) ?? [])),
      unmodeled: unmodeled.ledgers,
    },
  }
}

const byKindThenKey = (a: CatalogObject, b: CatalogObject): number =>
  kindRank(a.kind) - kindRank(b.kind) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** Roles as a model names them: relative to the migrating one. */
export const relativeTo =
  (migratingRole: string) =>
  (role: string): string =>
    role === migratingRole ? MIGRATING_ROLE : role

/** A row of a kind's query as an object, or why it is none. */
export function decode(
  module: KindModule,
  row: Row,
  rename: (role: string) => string,
): Found | Unmodeled {
  const target = addressIn(row)
  const attributes: Record<string, AttributeValue> = {}
  for (const [name, rule] of Object.entries(module.attributes)) {
    const value = row[name] as AttributeValue
    if (value === undefined) throw new Error(`the query of ${module.kind} gives no ${name}`)
    if (value === null && NEVER_NULL.has(name)) {
      return unreadable(target, `its ${name}: it is gone meanwhile, or this role may not see it`)
    }
    attributes[name] = inRoles(rule, value, rename)
  }
  if (target === undefined) return unreadable(target, `a ${module.kind} without an address`)
  const pin = pinIn(row)
  const named = module.roleInAddress?.(target, rename) ?? target
  if (module.attached) {
    const qualifier = row['qualifier']
    const own =
      typeof qualifier === 'string'
        ? [module.attached === 'role' ? rename(qualifier) : qualifier]
        : []
    const address = {
      type: `${module.kind} on ${target.type}`,
      names: named.names,
      args: [...named.args, ...own],
    }
    const found = { module, pin, parentPin: pin, address, attributes }
    return typeof qualifier === 'string' ? { ...found, role: qualifier } : found
  }
  const parentPin =
    row['parent_objid'] === null
      ? undefined
      : pinOf(row['parent_classid'], row['parent_objid'], row['parent_objsubid'])
  return { module, pin, parentPin, address: named, attributes }
}

const pinIn = (row: Row): Pin => pinOf(row['classid'], row['objid'], row['objsubid'])

function addressIn(row: Row): Address | undefined {
  const { address_type: type, address_names: names, address_args: args } = row
  if (typeof type !== 'string' || !Array.isArray(names)) return undefined
  return { type, names: names as string[], args: (args ?? []) as string[] }
}

const unreadable = (address: Address | undefined, detail: string): Unmodeled => ({
  reason: 'unreadable',
  address: address ?? { type: 'object', names: ['?'], args: [] },
  detail,
})

function inRoles(
  rule: AttributeRule,
  value: AttributeValue,
  rename: (role: string) => string,
): AttributeValue {
  if (rule === 'role' || rule === 'roles') return renamed(value, rename)
  if (rule !== 'grants') return value
  return (value as [string, string][])
    .map(([privilege, grantor]) => [privilege, rename(grantor)])
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

const renamed = (value: AttributeValue, rename: (role: string) => string): AttributeValue => {
  if (typeof value === 'string') return rename(value)
  return Array.isArray(value)
    ? value.map((each: AttributeValue) => renamed(each, rename)).sort()
    : value
}
