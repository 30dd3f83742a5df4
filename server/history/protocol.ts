import type { MigrationFile } from './folder.ts'
import type { Encryption } from '../postgres/tls.ts'
import type { SharedRow } from '../postgres/shared-state.ts'
import type { AfterLook } from './after-look.ts'
import type { SentLog } from './statement-log.ts'

/**
 * How a folder is run: one migration at a time by `migrateUp()`, or all by the project's plain `migrateToLatest()`;
 * `dry`: likewise, but no migration does anything; `list`: not at all, they are only loaded.
 */
export type RunMode = 'step' | 'plain' | 'dry' | 'list'

/** Whether the migrator opens transactions as it does by itself, is told to open one for each migration, or none. */
export type Transactions = 'usual' | 'each' | 'none'

/** Whether migrations go on in the session of those before them, or each begins with a new one. */
export type Sessions = 'kept' | 'new for each'

/** How the project's own code would load its migrations and Kysely. */
export type ModuleFormat = 'import' | 'require'

/** Where Kysely keeps its list of executed migrations; Kysely's own names unless told. */
export interface Ledger {
  readonly table?: string
  readonly lockTable?: string
  readonly schema?: string
}

/** The scratch database, taken apart: migrations may change the environment, but not where we connect to. */
export interface ConnectionParts {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** As our own connection to that server is; null where that is not encrypted. */
  readonly encryption: Encryption | null
  /** What the URL gives each session, as in libpq; empty for nothing. */
  readonly options: string
  readonly application_name: string
}

/** What a module of the project exports, such as `default`; its path is absolute. */
export interface NamedExport {
  readonly file: string
  readonly name: string
}

/** The first order to the process: what it runs, where and how. */
export interface StartOrder {
  readonly type: 'start'
  readonly folder: string
  /** Files that are run, by their paths from the folder, and under which names; null: all that Kysely finds. */
  readonly chosen: readonly MigrationFile[] | null
  /** What gives the migrations in place of the folder's files; null: nothing does. */
  readonly provider: NamedExport | null
  /** Of what a provider gives, the migrations with these names; null: all. */
  readonly only: readonly string[] | null
  /** Files of SQL among the migrations, each sent whole. */
  readonly scripts: readonly MigrationFile[]
  /** What each `up` gets as its second argument; null: none. */
  readonly context: NamedExport | null
  readonly mode: RunMode
  readonly transactions: Transactions
  readonly sessions: Sessions
  /** Milliseconds by which the clock stands later, in JavaScript and in the database; 0: it is as it is. */
  readonly clockMovedBy: number
  readonly format: ModuleFormat
  readonly connection: ConnectionParts
  /** Folder from which the name `kysely` is resolved. */
  readonly kyselyFrom: string
  /** Folder from which the name `pg` is resolved. */
  readonly pgFrom: string
  /** Every `import 'kysely'` gets that copy, also where another one would be found. */
  readonly forceKysely: boolean
  readonly ledger: Ledger
  /** Shows what belongs to the whole server, where nothing of it may be changed; null where it may. */
  readonly watchSql: string | null
  /** Whether it says what each migration sent, and one that is run by itself also what it left. */
  readonly sent: 'told' | 'not told'
  /** Values of the environment that are shown nowhere. */
  readonly secrets: readonly string[]
  /** Application name of connections that only look at the database meanwhile. */
  readonly onlookers: string
  /** Bytes that the process may hold; null: as many as it likes. */
  readonly memory: number | null
  /** Folder for what is compiled of the project; null: it is compiled each time. */
  readonly compiled: string | null
}

/** What the parent tells the process; `go` lets it go on with the next migration. */
export type Order = StartOrder | { readonly type: 'go' }

/** An error of a migration, as far as it can be known; null is: not given. */
export interface MigrationError {
  readonly message: string
  /** SQLSTATE such as 42P01, or Node's own code. */
  readonly code: string | null
  readonly detail: string | null
  readonly hint: string | null
  readonly where: string | null
  /** Character of the statement, counted from 1. */
  readonly position: number | null
  readonly statement: string | null
  /** File, line and column inside the project: `/app/migrations/001_users.ts:4:3`. */
  readonly at: string | null
  /** An environment variable that the message names and that is not set. */
  readonly variable: string | null
  /** The first error that the migration caught and went on from, where that is what broke its transaction. */
  readonly caughtBefore: { readonly message: string; readonly statement: string } | null
}

/** A module of the folder that is no migration, but exports a list of them. */
export interface MigrationList {
  readonly file: string
  readonly names: readonly string[]
  /** Migrations of the folder that are not in it. */
  readonly absent: readonly string[]
}

/** What a migration changed of the whole server in its transaction, or the statement outside of any that would do it. */
export interface ServerWide {
  readonly type: 'server-wide'
  readonly name: string | null
  readonly changed: readonly string[]
  readonly statement: string | null
}

/** What the child says. It waits for an order after `ready`, `loaded`, `begin`, `end`, `committing` and `committed`. */
export type ChildEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'loading'; readonly file: string }
  | { readonly type: 'imported'; readonly lists: readonly MigrationList[] }
  | {
      readonly type: 'loaded'
      readonly names: readonly string[]
      readonly executed: readonly string[]
    }
  | { readonly type: 'begin'; readonly name: string }
  | {
      readonly type: 'end'
      readonly name: string
      readonly milliseconds: number
      readonly sent: SentLog | null
    }
  /** A transaction is about to be committed that sees this of the whole server; null: before the first migration. */
  | {
      readonly type: 'committing'
      readonly name: string | null
      readonly seen: readonly SharedRow[]
    }
  | { readonly type: 'committed'; readonly name: string; readonly left: AfterLook | null }
  | ServerWide
  | { readonly type: 'failed'; readonly name: string | null; readonly error: MigrationError }
  | { readonly type: 'finished' }

/** Our messages under a key of their own: migrations may use the channel too. */
export const envelope = <T extends ChildEvent | Order>(content: T): { rebaseline: T } => ({
  rebaseline: content,
})

const EVENT_TYPES = new Set([
  'ready',
  'loading',
  'imported',
  'loaded',
  'begin',
  'end',
  'committing',
  'committed',
  'server-wide',
  'failed',
  'finished',
])

/** Our event, or undefined for whatever else a migration sent. */
export function decodeEvent(message: unknown): ChildEvent | undefined {
  const content = contentOf(message)
  return content && EVENT_TYPES.has(content.type) ? (content as unknown as ChildEvent) : undefined
}

/** An order out of a message; undefined for anything else. */
export function decodeOrder(message: unknown): Order | undefined {
  const content = contentOf(message)
  return content?.type === 'start' || content?.type === 'go'
    ? (content as unknown as Order)
    : undefined
}

function contentOf(message: unknown): { type: string } | undefined {
  if (typeof message !== 'object' || message === null || !('rebaseline' in message))
    return undefined
  const content = message.rebaseline
  if (typeof content !== 'object' || content === null || !('type' in content)) return undefined
  return typeof content.type === 'string' ? { ...content, type: content.type } : undefined
}
