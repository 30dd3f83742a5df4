import type { KindModule } from '../kinds/kind.ts'
import type { Query, Row } from '../postgres/session.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf, type CatalogObject } from '../../shared/model.ts'
import { Claims, edgesIn, memberships, type Edge, type Pin } from './dependencies.ts'
import type { Digest } from './digest.ts'
import type { Found } from './found.ts'
import { withAddress, type Ledger } from './fragments.ts'
import { readLedger, splitLedger, type LedgerPins } from './ledger.ts'
import { isPeoples } from './link.ts'
import { ofKinds } from './of-kinds.ts'
import { decode, relativeTo } from './read-model.ts'
import { findUnmodeled, readObjectPins } from './unmodeled.ts'

/** What is told of a database in which nothing differs from another one. */
export interface Contents {
  readonly counts: ReadonlyMap<Kind, number>
  /** Those objects that were asked for, each for itself. */
  readonly objects: readonly CatalogObject[]
}

/** What is asked of a database, beside its sums, to tell what it holds. */
export interface Asked {
  readonly pins: LedgerPins
  readonly memberships: readonly Edge[]
  readonly objectPins: readonly Pin[]
  readonly rows: readonly { readonly module: KindModule; readonly rows: readonly Row[] }[]
}

/** Asks for that, and for the objects of each kind for which `ask` gives a condition. */
export async function askContents(
  query: Query,
  major: number,
  ledger: Ledger,
  ask: (module: KindModule) => string | undefined,
): Promise<Asked> {
  const asked = (module: KindModule): string | undefined => {
    const condition = ask(module)
    return condition && withAddress(`select k.* from (${module.read(major)}) k where ${condition}`)
  }
  const [[pins, [edges]], objectPins, rows] = await Promise.all([
    readLedger(query, ledger).then(
      async (found) => [found, await query(memberships(major, found.tables))] as const,
    ),
    readObjectPins(query, major),
    ofKinds(query, asked, (module, found) => ({ module, rows: found })),
  ])
  return { pins, memberships: edgesIn(edges), objectPins, rows }
}

/**
 * Counts the objects of a database that was summed up; undefined where it holds anything that no kind reads, which only
 * the whole model tells.
 */
export async function contentsOf(
  query: Query,
  { server, placed }: Digest,
  { pins, memberships: edges, objectPins, rows }: Asked,
): Promise<Contents | undefined> {
  const own = placed.filter(({ module }) => module.attached === undefined)
  const claims = new Claims(new Map(own.map(({ pin }) => [pin, pin])), edges)
  const unmodeled = await findUnmodeled(query, objectPins, claims, pins.tables)
  if (unmodeled.peoples.length > 0 || unmodeled.ledgers.length > 0) return undefined
  const counts = new Map<Kind, number>()
  for (const each of splitLedger(placed, claims, pins).peoples) {
    const { kind } = each.module
    if (isPeoples(each, claims)) counts.set(kind, (counts.get(kind) ?? 0) + (each.count ?? 1))
  }
  const rename = relativeTo(server.migratingRole)
  const found = rows.flatMap((each) =>
    each.rows
      .map((row) => decode(each.module, row, rename))
      .filter((result): result is Found => 'pin' in result),
  )
  const objects = splitLedger(found, claims, pins).peoples.filter((each) => isPeoples(each, claims))
  return { counts, objects: objects.map(alone) }
}

const alone = ({ module: { kind }, address, attributes }: Found): CatalogObject => ({
  kind,
  key: keyOf(address),
  address,
  parent: null,
  attributes,
  dependsOn: [],
  references: [],
})
