import type { AttributeRule, KindModule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
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
import { Claims, DEPENDENCIES, pinOf } from './dependencies.ts'
import { BUILTIN_CHANGES, builtinChangeOf } from './builtins.ts'
import { readLedger, splitLedger } from './ledger.ts'
import {
  databaseOf,
  DEFAULT_LEDGER,
  serverFactsQuery,
  withAddress,
  type Ledger,
} from './fragments.ts'
import type { Found } from './found.ts'
import { linkObjects } from './link.ts'
import { findUnmodeled } from './unmodeled.ts'

/** Reads all kinds in one snapshot and links the objects the way pg_depend does. */
export async function readModel(query: Query, facts: SessionFacts, ledger: Ledger): Promise<Model> {
  const filled = query(FILLED).then((rows) => new Set(rows.map(({ catalog }) => catalog)))
  const mayHold = async ({ rareIn }: KindModule): Promise<boolean> => {
    if (!rareIn) return true
    const catalogs = await filled
    return rareIn.some((catalog) => catalogs.has(catalog))
  }
  const [[server], pins, dependencies, ...found] = await Promise.all([
    query(serverFactsQuery(facts.major)),
    readLedger(query, ledger),
    query(DEPENDENCIES),
    ...Object.values(kinds).map(async (module) => ({
      module,
      rows: (await mayHold(module)) ? await query(withAddress(module.read(facts.major))) : [],
    })),
  ])
  const migratingRole = String(server?.['migratingRole'])
  const rename = (role: string): string => (role === migratingRole ? MIGRATING_ROLE : role)
  const results = found.flatMap(({ module, rows }) =>
    rows.map((row) => decode(module, row, rename)),
  )
  const readable = results.filter((result): result is Found => 'pin' in result)
  const unreadable = results.filter((result): result is Unmodeled => 'reason' in result)

  const claimed = new Map(
    readable
      .filter(({ module }) => !module.attached)
      .map((each) => [each.pin, keyOf(each.address)]),
  )
  const claims = new Claims(claimed, dependencies)
  const { peoples, ledgers } = splitLedger(readable, claims, pins)
  const objects = await linkObjects(query, peoples, claims)
  const ledgerObjects = await linkObjects(query, ledgers, claims)
  const builtins = await query(BUILTIN_CHANGES)
  const unmodeled = await findUnmodeled(query, facts.major, claims, pins.tables)

  const sorted = objects.sort(byKindThenKey)
  return {
    objects: new Map(sorted.map((object) => [object.key, object])),
    children: childrenByParent(sorted),
    unmodeled: [...unreadable, ...unmodeled.peoples],
    server: {
      major: facts.major,
      version: facts.version,
      encoding: String(server?.['encoding']),
      locale: String(server?.['locale']),
      collationVersion: (server?.['collationVersion'] ?? null) as string | null,
      database: databaseOf(server ?? {}),
      migratingRole,
    },
    builtins: builtins.map(builtinChangeOf),
    ledger: {
      ownSchema: ledger.schema === DEFAULT_LEDGER.schema ? null : ledger.schema,
      objects: new Map(ledgerObjects.map((object) => [object.key, object])),
      made: new Set(pins.made.flatMap((pin) => claims.resolve(pin) ?? [])),
      unmodeled: unmodeled.ledgers,
    },
  }
}

/** Those of the catalogs of rare kinds that hold anything initdb did not make. */
const FILLED = [...new Set(Object.values(kinds).flatMap(({ rareIn = [] }) => rareIn))]
  .map(
    (catalog) =>
      `select '${catalog}' as catalog where exists (select from pg_catalog.${catalog} x where x.oid >= 16384)`,
  )
  .join(' union all ')

const byKindThenKey = (a: CatalogObject, b: CatalogObject): number =>
  kindRank(a.kind) - kindRank(b.kind) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)

/** What Postgres prints for every such object; null means that it is gone meanwhile, or can't be printed. */
const NEVER_NULL: ReadonlySet<string> = new Set(['definition', 'statement'])

function decode(module: KindModule, row: Row, rename: (role: string) => string): Found | Unmodeled {
  const target = addressIn(row)
  const attributes: Record<string, AttributeValue> = {}
  for (const [name, rule] of Object.entries(module.attributes)) {
    const value = row[name] as AttributeValue
    if (value === undefined) throw new Error(`the query of ${module.kind} gives no ${name}`)
    if (value === null && NEVER_NULL.has(name)) return unreadable(target, `its ${name} is gone`)
    attributes[name] = inRoles(rule, value, rename)
  }
  if (target === undefined) return unreadable(target, `a ${module.kind} without an address`)
  const pin = pinOf(row['classid'], row['objid'], row['objsubid'])
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
