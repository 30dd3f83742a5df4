import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FilesOf } from '../history/chosen.ts'
import { failureError } from '../history/failure.ts'
import type { MigrationFile } from '../history/folder.ts'
import type { Ledger } from '../history/protocol.ts'
import { runSettingsIn } from '../history/run-settings.ts'
import { runMigrations } from '../history/runner.ts'
import { findRunning } from '../history/several-folders.ts'
import { ident, literal, qualified } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection, type Query } from '../postgres/session.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { Run } from '../proof/workspace.ts'
import { counted } from '../../shared/report.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import type { LedgerRow } from './ledger-state.ts'
import type { LiveFacts } from './live-facts.ts'
import { askerOf, refusalOf } from './next-migrate.ts'
import type { StandIn } from './rehearsal-scratch.ts'
import { stampBlock } from './stamp-sql.ts'
import { refusalLines, runStamp, type Refusal } from './stamp.ts'
import { unstampBlock } from './unstamp-sql.ts'

/** What is rehearsed. */
export interface RehearseOptions {
  readonly plan: StampPlan
  /** The folder that the export left. */
  readonly source: MigrationsSource
  /** Its files that run after the seed, by their paths from it. */
  readonly later: readonly string[]
  /** What was archived, where it stands now. */
  readonly archived: FilesOf
  /** How the project names Kysely's tables, as far as it does. */
  readonly ledger: Ledger
  /** Folder whose Kysely is used instead of the project's. */
  readonly kysely?: string
}

/** What came of a step; what it gives the next ones, where that is anything. */
export interface Outcome<T> {
  readonly got: string
  /** Null where it could not be tried. */
  readonly ok: boolean | null
  readonly value?: T
}

/** What is known of the deployment. */
export interface Live {
  readonly facts: LiveFacts
  readonly rows: readonly LedgerRow[]
  /** Later files that it has run. */
  readonly laterRun: readonly string[]
  /** Whether its schema is the one that was proven. */
  readonly isProven: boolean
}

/** The new folder, as far as a stamped deployment has run it, and what it is still to run. */
export interface NewFiles {
  readonly known: readonly MigrationFile[]
  readonly pending: readonly MigrationFile[]
  readonly laterRun: readonly MigrationFile[]
}

/** By the report of the export, not by the plan: a plan that forgets the seed is to be seen. */
export async function filesIn(
  { source, later }: RehearseOptions,
  laterRun: readonly string[],
): Promise<NewFiles> {
  const { files } = await findRunning(source.folder, source.more)
  const isLater = ({ file }: MigrationFile): boolean => later.includes(file)
  const hasRun = ({ name }: MigrationFile): boolean => laterRun.includes(name)
  const pending = files.filter((each) => isLater(each) && !hasRun(each))
  return {
    known: files.filter((each) => !pending.includes(each)),
    pending,
    laterRun: files.filter((each) => isLater(each) && hasRun(each)),
  }
}

/** Whole where nothing of it is still to run. */
export const folderAt = (
  { source }: RehearseOptions,
  { known, pending }: NewFiles,
): MigrationsSource => (pending.length === 0 ? source : { ...source, chosen: chosenOf(known) })

const chosenOf = (files: readonly MigrationFile[]) => ({
  only: files.map(({ file }) => file),
  namedBy: 'the folder as it was read before',
})

/** Where the steps are taken. */
export interface Place {
  readonly run: Run
  /** The deployment. */
  readonly url: DatabaseUrl
  readonly options: RehearseOptions
  readonly stand: StandIn
  readonly live: Live
  readonly files: NewFiles
  /** For what is written for them. */
  readonly folder: string
}

/** One step: what is done, and what is expected of it. */
export interface Step {
  readonly what: string
  readonly expected: string
  readonly work: () => Promise<Outcome<never>>
}

/** The steps on a copy, each after what those before it did. */
export function stepsAt(place: Place): readonly Step[] {
  const { options, files, stand, live } = place
  const { plan, source, archived } = options
  const scratch = stand.database.url
  const pending = files.pending.map(({ name }) => name)
  const before = textOf(live.rows)
  return [
    {
      what: 'Stamp the copy',
      expected: `${plan.marked.join(' and ')} stand in place of ${counted(plan.archived.length, 'migration')}`,
      work: async () => {
        const result = await runStamp(scratch, stampBlock(plan))
        if (result.did === 'refused') return refused(place, result)
        return { got: result.did, ok: result.did === 'stamped' }
      },
    },
    {
      what: "Run the project's migrator with the new folder",
      expected: NOTHING,
      work: () => migrate(place, folderAt(options, files), []),
    },
    ...(pending.length === 0
      ? []
      : [
          {
            what: "Ask the project's migrator what it would run next, with migrations that do nothing",
            expected: ranText(pending),
            work: () => ask(place, pending),
          },
        ]),
    {
      what: 'Run it with one more file, which makes an empty schema',
      expected: 'that file alone runs',
      work: () => probe(place),
    },
    {
      what: 'Take that file back, and unstamp',
      expected: `the ledger holds its ${counted(live.rows.length, 'row')} from before again`,
      work: async () => {
        await query(place, (send) => send(`drop schema ${ident(PROBE)}`))
        const result = await runStamp(scratch, unstampBlock(plan))
        if (result.did === 'refused') return refused(place, result)
        const isSame = textOf(await rowsOf(place)) === before
        return { got: `${result.did}, ${isSame ? 'with' : 'without'} the same rows`, ok: isSame }
      },
    },
    {
      what: "Run the project's migrator with the archived files",
      expected: NOTHING,
      work: () =>
        migrate(
          place,
          { ...source, chosen: { ...chosenOf(files.laterRun), before: archived } },
          [],
        ),
    },
  ]
}

/** In its own words, as they would be said of the deployment. */
const refused = ({ stand, url }: Place, result: Refusal): Outcome<never> => ({
  got: `refused: ${refusalLines(result).join('\n').replaceAll(stand.database.name, url.database)}`,
  ok: false,
})

const NOTHING = 'nothing runs'

const ranText = (names: readonly string[]): string =>
  names.length === 0 ? NOTHING : `${names.join(', ')} ${names.length === 1 ? 'runs' : 'run'}`

const textOf = (rows: readonly LedgerRow[]): string =>
  rows
    .map(({ name, timestamp }) => JSON.stringify([name, timestamp]))
    .toSorted()
    .join('\n')

const query = <T>({ run, stand }: Place, work: (send: Query) => Promise<T>): Promise<T> =>
  withConnection(stand.database.url, { runId: run.runId }, work)

const ledgerOf = ({ options }: Place): string => {
  const { schema, table } = options.plan.ledger
  return qualified([schema, table])
}

const rowsOf = (place: Place): Promise<readonly LedgerRow[]> =>
  query(place, async (send) => {
    const rows = await send(
      `select name::text as name, "timestamp"::text as "timestamp" from ${ledgerOf(place)}`,
    )
    return rows as unknown as LedgerRow[]
  })

/** Runs `migrateToLatest` in a process of its own; `wanted` are the names that it has to run, no others. */
async function migrate(
  place: Place,
  source: MigrationsSource,
  wanted: readonly string[] | ((ran: readonly string[]) => boolean),
): Promise<Outcome<never>> {
  const { run, options, stand } = place
  const { signal } = await run.workspace()
  const { folder, more, chosen } = source
  const ran: string[] = []
  const ended = await runMigrations({
    folder,
    more,
    ...(chosen && { chosen }),
    ...(options.kysely !== undefined && { kysely: options.kysely }),
    database: stand.database.url,
    server: stand.database.server,
    serverWatch: stand.serverWatch,
    mode: 'plain',
    ledger: options.ledger,
    runId: run.runId,
    onStep: ({ name }) => void ran.push(name),
    ...runSettingsIn(source),
    ...(signal && { signal }),
  })
  const { failure, kyselyVersion } = ended
  const by = `Kysely ${kyselyVersion}`
  if (failure) {
    const refusal = refusalOf(failure)
    if (refusal === undefined) throw failureError(ended, failure)
    const { stage } = failure
    const at = stage.at === 'migration' ? `ran ${stage.name}, which failed` : 'refuses'
    return { got: `${by} ${at}: ${refusal}`, ok: false }
  }
  const isWanted = typeof wanted === 'function' ? wanted(ran) : wanted.join('\n') === ran.join('\n')
  return { got: `${by}: ${ranText(ran)}`, ok: isWanted }
}

/** What is still to run is not run here: whether it succeeds depends on rows that were not copied. */
async function ask(place: Place, pending: readonly string[]): Promise<Outcome<never>> {
  const { run, options, live } = place
  const { source, ledger, plan, kysely } = options
  const rows = await rowsOf(place)
  const ledgers = live.facts.ledgers.map((each) =>
    each.schema === plan.ledger.schema && 'rows' in each ? { ...each, rows } : each,
  )
  const asker = askerOf(await run.workspace(), {
    source,
    ledger,
    ...(kysely !== undefined && { kysely }),
  })
  const said = await asker({ ledgers, path: live.facts.path })
  if (said.says === 'unknown') return { got: [said.happened, said.help].join('\n'), ok: null }
  if (said.says === 'refuses') {
    return { got: `Kysely ${said.kysely} refuses: ${said.happened}`, ok: false }
  }
  const isWanted = said.names.join('\n') === pending.join('\n')
  return { got: `Kysely ${said.kysely}: ${ranText(said.names)}`, ok: isWanted }
}

/** A schema needs no search path, and is nobody's. */
const PROBE = 'rebaseline_probe'

async function probe(place: Place): Promise<Outcome<never>> {
  const { options, files } = place
  const later = await probeIn(place)
  const source = { ...options.source, chosen: { ...chosenOf(files.known), later } }
  const own: string[] = []
  const outcome = await migrate(place, source, (ran) => {
    own.push(...ran)
    return ran.length === 1 && ran[0]?.endsWith(PROBE) === true
  })
  if (outcome.ok !== true) return outcome
  return query(place, async (send) => {
    const seen = await send(`select from pg_catalog.pg_namespace where nspname = ${literal(PROBE)}`)
    if (seen.length === 0) return { got: `${outcome.got}, and did nothing`, ok: false }
    const names = own.map(literal).join(', ')
    await send(`delete from ${ledgerOf(place)} where name in (${names})`)
    return outcome
  })
}

/** The file in the form that the others are loaded in. */
async function probeIn({ folder, files }: Place): Promise<FilesOf> {
  const isModule = files.known.every(({ file }) => /\.m[jt]s$/.test(file))
  const file = `${PROBE}.${isModule ? 'mjs' : 'js'}`
  const up = `(db) => db.schema.createSchema('${PROBE}').execute()\n`
  const own = join(folder, 'probe')
  await mkdir(own)
  await writeFile(join(own, 'package.json'), '{ "type": "commonjs" }\n')
  await writeFile(join(own, file), `${isModule ? 'export const up =' : 'exports.up ='} ${up}`)
  return { folder: own, files: [file] }
}
