import { FINGERPRINT, SNAPSHOT, type Ledger } from '../catalog/fragments.ts'
import { readModel } from '../catalog/read-model.ts'
import { refreshStatements } from '../baseline/seed.ts'
import { RebaselineError } from '../errors.ts'
import { isRefused } from '../query-failed.ts'
import { qualified } from '../kinds/sql.ts'
import { dumpSchema, type SchemaDump } from '../postgres/pg-dump.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import {
  readAfter,
  readOnly,
  type Later,
  type Query,
  type SessionFacts,
} from '../postgres/session.ts'
import { bothOf } from '../settled.ts'
import { readRefreshed, readSeedData } from '../rows/read-rows.ts'
import { knownSelection } from '../rows/selection.ts'
import type { Model } from '../../shared/model.ts'
import type { SeedData, SeedSelection } from '../../shared/rows.ts'

/** One database as it was at one moment: its model, and the rows that are seed. */
export interface Side {
  readonly model: Model
  readonly data: SeedData
  /** What pg_dump prints of it, where that was asked. */
  readonly dump?: SchemaDump
}

/** For whom is read, and what of it. */
export interface ReadSideOptions {
  readonly runId: string
  readonly ledger: Ledger
  readonly seed: SeedSelection
  /** A rebuilt database may lack a table that --seed names: then that is a finding. */
  readonly unknownTables?: 'refused' | 'skipped'
  /** Whether pg_dump is to print it as well, for a second opinion. */
  readonly dump?: 'asked'
}

/**
 * Reads a database in one snapshot. Postgres prints definitions as they are now, not as they were in the snapshot: when
 * the catalogs changed meanwhile it is read once more, and then given up.
 */
export async function readSide(url: DatabaseUrl, options: ReadSideOptions): Promise<Side> {
  const { ledger, seed, unknownTables = 'refused' } = options
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const side = await readUnchanged(url, options, async (query, facts) => {
      const model = await readModel(query, facts, ledger)
      const selection = unknownTables === 'skipped' ? knownSelection(model, seed) : seed
      const data = await readSeedData(query, model, selection)
      const dump = options.dump && (await dumpOf(url, facts.major, options))
      return dump ? { model, data, dump } : { model, data }
    })
    if (side) return side
  }
  throw new RebaselineError('catalog-changed', {
    doing: `read the schema of ${url.host}:${url.port}/${url.database}`,
    happened: 'it was changed while it was being read, twice',
  })
}

/** Reads a database in one snapshot; undefined where its catalogs were changed meanwhile. */
export const readUnchanged = <T>(
  url: DatabaseUrl,
  { runId }: { readonly runId: string },
  work: (query: Query, facts: SessionFacts) => Promise<T>,
): Promise<T | undefined> =>
  readOnly(url, { runId }, async (query, facts, later) => {
    const found = await work(query, facts)
    return (await isUnchanged(query, later)) ? found : undefined
  })

/** One database in one snapshot. */
export interface Reading {
  readonly query: Query
  readonly facts: SessionFacts
}

/** Reads two databases likewise, both at the same time; undefined where the catalogs of either were changed meanwhile. */
export async function readBothUnchanged<T>(
  urls: readonly [DatabaseUrl, DatabaseUrl],
  options: { readonly runId: string },
  work: (old: Reading, rebuilt: Reading) => Promise<T>,
): Promise<T | undefined> {
  const [old, rebuilt] = [new Meeting<Reading>(), new Meeting<Reading>()]
  const found = bothOf(old.comes, rebuilt.comes).then((both) => work(...both))
  const read = async (url: DatabaseUrl, meeting: Meeting<Reading>): Promise<T | undefined> => {
    try {
      return await readUnchanged(url, options, (query, facts) => {
        meeting.come({ query, facts })
        return found
      })
    } catch (error) {
      // The other one waits for it no longer.
      meeting.fail(error)
      throw error
    }
  }
  const [mine, theirs] = await bothOf(read(urls[0], old), read(urls[1], rebuilt))
  return theirs === undefined ? undefined : mine
}

/** Where one waits for what another one brings. */
class Meeting<T> {
  readonly comes: Promise<T>
  come!: (value: T) => void
  fail!: (error: unknown) => void

  constructor() {
    this.comes = new Promise((resolve, reject) => {
      this.come = resolve
      this.fail = reject
    })
  }
}

/** Whether the catalogs are now as they are in the snapshot: nothing was committed since, or nothing that left a trace in them. */
async function isUnchanged(query: Query, later: Later): Promise<boolean> {
  if (await later.isUnwritten()) return true
  const newer = await later.beside()
  if (newer) {
    const [[then], [now]] = await bothOf(query(SNAPSHOT), newer(SNAPSHOT))
    if (then?.['snapshot'] === now?.['snapshot']) return true
  }
  const [before] = await query(FINGERPRINT)
  const [after] = await (newer ?? later.instead)(FINGERPRINT)
  return before?.['fingerprint'] === after?.['fingerprint']
}

/** What pg_dump prints of a database but for the migrator's own tables. */
export const dumpOf = (
  url: DatabaseUrl,
  major: number,
  { runId, ledger }: Pick<ReadSideOptions, 'runId' | 'ledger'>,
): Promise<SchemaDump> =>
  dumpSchema(url, {
    runId,
    major,
    without: [ledger.table, ledger.lockTable].map((name) => qualified([ledger.schema, name])),
  })

/**
 * Reads a database that was built here, and what its materialized views would hold had the last migration refreshed
 * them: that is tried, and rolled back.
 */
export async function readBuilt(url: DatabaseUrl, options: ReadSideOptions): Promise<Side> {
  const side = await readSide(url, options)
  const { model, data } = side
  const refreshes = refreshStatements(model)
  if (!data.views || refreshes.length === 0) return side
  try {
    const refreshed = await readAfter(url, options, refreshes, (query) =>
      readRefreshed(query, data.views ?? []),
    )
    return { ...side, data: { ...data, refreshed } }
  } catch (error) {
    // What can't be refreshed is compared as it stands.
    if (!isRefused(error)) throw error
    return side
  }
}
