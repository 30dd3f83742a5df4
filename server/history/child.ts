/** Runs in a process of its own: loads the project's Kysely and its migrations, runs them, and says over IPC what happens. */
import path from 'node:path'
import type {
  Kysely,
  KyselyConfig,
  LogEvent,
  Migration,
  MigrationResultSet,
  Migrator,
  PostgresPool,
} from 'kysely'
import { scrubberOf } from '../postgres/redact.ts'
import { tlsOf } from '../postgres/tls.ts'
import { SessionWatch, type EndingClient } from './after-look.ts'
import { StatementLog } from './statement-log.ts'
import { withMovedWords } from './clock-words.ts'
import { clip } from './clip.ts'
import { describeError, type ErrorContext } from './migration-error.ts'
import { guardPublishers } from './guarded-client.ts'
import { textOf, watchClient, type Client, type WatchedClient } from './watched-client.ts'
import { onOwnConnections, type ClientClass } from './own-connections.ts'
import { moveClock } from './moved-clock.ts'
import { loadExport } from './named-export.ts'
import { withQuickLedgerLookUp } from './ledger-look-up.ts'
import { placeKysely, type Load } from './place-kysely.ts'
import { placeOf, readMigrations, type KyselyModule, type Migrations } from './read-migrations.ts'
import { decodeOrder, envelope, type ChildEvent, type Order, type StartOrder } from './protocol.ts'
import { startWatchdog } from './watchdog.ts'

/** As much as we use of the project's own pg. */
interface PgModule {
  readonly Client: ClientClass
  readonly Pool: new (options: PoolOptions & { Client: ClientClass }) => PostgresPool & {
    on(event: 'error', action: () => void): void
    on(event: 'connect', action: (client: EndingClient) => void): void
  }
}

const CLOSING_MILLISECONDS = 2_000

// Taken before any migration could replace them.
const send = process.send?.bind(process)
const exit = process.exit.bind(process)
const project = process.cwd()
const streams = [process.stdout, process.stderr]
const writes = streams.map((stream) => stream.write.bind(stream))
const waiting: ((order: Order) => void)[] = []
const watchedClients: WatchedClient[] = []

/** What the run is at; errors are told with it. */
const now: {
  name: string | null
  /** The last one that began. */
  last: string | null
  statements: WeakMap<object, string>
  caught: ErrorContext['caughtBefore']
} = {
  name: null,
  last: null,
  statements: new WeakMap(),
  caught: null,
}

function tell(event: ChildEvent): Promise<void> {
  return new Promise((resolve) => send?.(envelope(event), undefined, undefined, () => resolve()))
}

function ask(event: ChildEvent): Promise<Order> {
  const answer = new Promise<Order>((resolve) => waiting.push(resolve))
  return tell(event).then(() => answer)
}

/** What a migration printed may still stand in line: it has to be out before we say that the migration is over. */
async function flush(): Promise<void> {
  await Promise.all(writes.map((write) => new Promise((resolve) => write('', resolve))))
}

async function fail(thrown: unknown): Promise<void> {
  const isObject = typeof thrown === 'object' && thrown !== null
  const error = describeError(thrown, {
    statement: (isObject && now.statements.get(thrown)) || null,
    caughtBefore: now.caught,
    inScript: placeOf(thrown),
    project,
    environment: process.env,
  })
  await flush()
  return tell({ type: 'failed', name: now.name, error })
}

async function main(): Promise<void> {
  const watchdog = startWatchdog()
  process.on('message', (message) => {
    const order = decodeOrder(message)
    if (order) waiting.shift()?.(order)
  })
  process.on('uncaughtException', (thrown) => {
    if (process.listenerCount('uncaughtException') === 1) void fail(thrown).then(() => exit(1))
  })
  const order = await ask({ type: 'ready' })
  if (order.type !== 'start') return
  if (order.memory !== null) watchdog.limitMemory(order.memory)
  try {
    await run(order)
    await tell({ type: 'finished' })
  } catch (thrown) {
    await fail(thrown)
  }
}

async function run(order: StartOrder): Promise<void> {
  const { load, forMigrations } = placeKysely(order)
  const kysely = (await load('kysely')) as KyselyModule
  const { FileMigrationProvider, Migrator } = await migrationModule(load, kysely)
  const { Client: AnyClient, Pool } = (await load('pg')) as PgModule
  const telling = order.sent === 'told' ? tellingOf(order) : undefined
  const Client = onOwnConnections(AnyClient, (client) => {
    const query = client.query.bind(client)
    if (order.clockMovedBy !== 0) moveWords(client)
    telling?.log.watch(client)
    guardPublishers(client, order.watchSql === null, query)
  })
  const pool = new Pool({ ...poolOptions(order), Client })
  // A migration may end an idle backend; the next query opens another one.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    const query = client.query.bind(client)
    // Lets the server notice that we are gone while a long statement runs.
    query("set client_connection_check_interval = '2s'").catch(() => {})
    if (order.clockMovedBy !== 0) moveWords(client)
    telling?.sessions.watch(client)
    guardPublishers(client, order.watchSql === null, query)
    if (order.watchSql !== null) watchCommits(client, order.watchSql, query)
  })
  const dialect = new kysely.PostgresDialect({ pool })
  const [table, lockTable] = ledgerTables(order)
  const db = new kysely.Kysely<unknown>({
    dialect: isWhole(order)
      ? dialect
      : withQuickLedgerLookUp(dialect, [table, lockTable], () => now.name !== null),
    log: note,
  })
  await forMigrations().catch(stopAtOnce)
  // What loads them keeps files by their age.
  if (order.clockMovedBy !== 0) moveClock(order.clockMovedBy)
  const given = await contextOf(order)
  const own = { FileMigrationProvider, sql: kysely.sql }
  const { migrations, lists } = await readMigrations(order, own, (file) => {
    void tell({ type: 'loading', file: path.relative(order.folder, file) })
  })
  await tell({ type: 'imported', lists })
  const watched = watch(migrations, telling?.log, given, order)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => watched },
    ...(order.ledger.table && { migrationTableName: order.ledger.table }),
    ...(order.ledger.lockTable && { migrationLockTableName: order.ledger.lockTable }),
    ...(order.ledger.schema && { migrationTableSchema: order.ledger.schema }),
    ...transactionsOf(order),
  })
  await runAll(migrator, order, telling?.sessions)
  await close(db)
}

/** Whether the project's own `migrateToLatest()` decides what is run. */
const isWhole = ({ mode }: Pick<StartOrder, 'mode'>): boolean => mode === 'plain' || mode === 'dry'

/** What takes down what each migration sends and leaves. */
function tellingOf(order: StartOrder): { log: StatementLog; sessions: SessionWatch } {
  const { ledger, connection, secrets, onlookers } = order
  const log = new StatementLog(
    scrubberOf([connection.password, ...secrets]),
    () => now.name !== null,
  )
  const counting = {
    ledger: { schema: ledger.schema ?? 'public', tables: ledgerTables(order) },
    onlookers,
  }
  return { log, sessions: new SessionWatch(log, connection.user, counting) }
}

const ledgerTables = ({ ledger }: StartOrder): readonly [string, string] => [
  ledger.table ?? 'kysely_migration',
  ledger.lockTable ?? 'kysely_migration_lock',
]

/** Words such as CURRENT_DATE say the moved time too. */
function moveWords(client: Client): void {
  const query = client.query.bind(client)
  client.query = (statement, ...words) => {
    const text = textOf(statement)
    if (text === undefined) return query(statement, ...words)
    const moved = withMovedWords(text)
    return query(
      typeof statement === 'string' ? moved : { ...Object(statement), text: moved },
      ...words,
    )
  }
}

/** As Kysely 0.30 is told it, and those before, which pass over what they don't know. */
function transactionsOf({ mode, transactions }: StartOrder) {
  if (transactions === 'none') return { disableTransactions: true, transactionMode: 'none' }
  const isEach = mode === 'step' || transactions === 'each'
  return isEach ? { transactionMode: 'per-migration' } : {}
}

/** What would change more than its database is told before it can no longer be taken back. */
function watchCommits(client: Client, sql: string, query: Client['query']): void {
  const watched = watchClient(client, {
    sql,
    ask: query,
    committing: (seen) => ask({ type: 'committing', name: now.last, seen }),
    sending: (statement) =>
      ask({ type: 'server-wide', name: now.last, changed: [], statement: clip(statement) }),
  })
  watchedClients.push(watched)
}

/** A loader that can't start, such as for its tsconfig.json, says so itself. */
async function stopAtOnce(thrown: unknown): Promise<void> {
  console.error(thrown)
  await flush()
  exit(1)
}

/** From 0.29 on the migrator stands in a module of its own. */
async function migrationModule(load: Load, kysely: KyselyModule): Promise<KyselyModule> {
  return load('kysely/migration').catch(() => kysely) as Promise<KyselyModule>
}

/** What each migration gets besides the database; a project's own migrator gives it so. */
async function contextOf({ context, folder, format }: StartOrder): Promise<readonly unknown[]> {
  if (context === null) return []
  await tell({ type: 'loading', file: path.relative(folder, context.file) })
  return [await loadExport(context, format)]
}

/**
 * The same migrations, except that each says when it begins and ends; their prototype keeps whatever else they have, but
 * what Kysely copies of one has to be its own.
 */
function watch(
  migrations: Migrations,
  log: StatementLog | undefined,
  given: readonly unknown[],
  { mode }: Pick<StartOrder, 'mode'>,
): Migrations {
  const watched = Object.entries(migrations).map(([name, migration]): [string, Migration] => {
    const up = async (...args: Parameters<Migration['up']>): Promise<void> => {
      now.name = name
      now.last = name
      now.caught = null
      await ask({ type: 'begin', name })
      const start = performance.now()
      if (mode !== 'dry') {
        await (migration.up as (...all: unknown[]) => Promise<void>)(...args, ...given)
      }
      const milliseconds = performance.now() - start
      for (const each of watchedClients) await each.ask()
      now.name = null
      await flush()
      await ask({ type: 'end', name, milliseconds, sent: log?.take() ?? null })
    }
    const { config } = migration as { readonly config?: unknown }
    const own = { up: { value: up, enumerable: true }, config: { value: config, enumerable: true } }
    return [name, Object.create(migration, own) as Migration]
  })
  return Object.fromEntries(watched)
}

async function runAll(
  migrator: Migrator,
  order: Pick<StartOrder, 'mode'>,
  sessions: SessionWatch | undefined,
): Promise<void> {
  const known = await migrator.getMigrations()
  const pending = known.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name)
  const names = known.map(({ name }) => name)
  await ask({ type: 'loaded', names, executed: names.filter((name) => !pending.includes(name)) })
  if (order.mode === 'list') return
  if (isWhole(order)) {
    check(await migrator.migrateToLatest())
    return
  }
  await sessions?.begin()
  for (const name of pending) {
    const { results } = check(await migrator.migrateUp())
    const ran = results?.map(({ migrationName }) => migrationName).join(', ')
    if (ran !== name) throw new Error(`Kysely ran ${ran || 'nothing'} where ${name} was next`)
    await ask({ type: 'committed', name, left: (await sessions?.look()) ?? null })
  }
}

/** Kysely gives errors back; a migration that throws `undefined` shows only in its result's status. */
function check(set: MigrationResultSet): MigrationResultSet {
  const failed = set.results?.find(({ status }) => status === 'Error')
  if (failed) now.name = failed.migrationName
  if (failed || set.error !== undefined) throw set.error
  return set
}

const note: NonNullable<Extract<KyselyConfig['log'], (event: LogEvent) => unknown>> = (event) => {
  if (event.level !== 'error') return
  const { error, query } = event
  if (typeof error === 'object' && error !== null) now.statements.set(error, query.sql)
  now.caught ??= {
    message: error instanceof Error ? error.message : String(error),
    statement: query.sql,
  }
}

/** No URL: pg would read `sslmode` and the environment its own way. */
const poolOptions = ({ connection: { encryption, options, ...parts }, sessions }: StartOrder) => ({
  ...parts,
  ...(sessions === 'new for each' && { maxUses: 1 }),
  ssl: encryption !== null && tlsOf(encryption),
  ...(options === '' ? {} : { options }),
})

type PoolOptions = ReturnType<typeof poolOptions>

/** A migration that never gave its connection back would keep the pool open for ever. */
function close(db: Kysely<unknown>): Promise<void> {
  const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSING_MILLISECONDS))
  return Promise.race([db.destroy(), limit])
}

await main()
