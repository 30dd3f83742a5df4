import type { Server } from '../postgres/engine.ts'
import type { RowEffects, Sent } from '../../shared/history.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { ServerWatch } from '../postgres/shared-state.ts'
import type { ChosenFiles } from './chosen.ts'
import type { IgnoredFile } from './folder.ts'
import type { RunSettings } from './run-settings.ts'
import type {
  Ledger,
  MigrationError,
  NamedExport,
  RunMode,
  Sessions,
  Transactions,
} from './protocol.ts'

/** Long for a migration; a limit is needed all the same, since one that waits for a lock never ends. */
export const USUAL_LIMIT_MS = 300_000

/** What is run on which database, and within which bounds. */
export interface RunOptions extends RunSettings {
  readonly folder: string
  /** Folders whose migrations run among those of the first. */
  readonly more?: readonly string[] | undefined
  /** What of it is run, and what after it; all of it unless told. */
  readonly chosen?: ChosenFiles
  /** A scratch database: migrations may do anything to it. */
  readonly database: DatabaseUrl
  /** Of that database, where it is known. */
  readonly server?: Server | undefined
  readonly mode: RunMode
  /** Kysely's own way unless told; `none` from 0.28 on, `each` from 0.30 on: those before know no other. */
  readonly transactions?: Transactions
  /** Kept unless told; in step mode only. */
  readonly sessions?: Sessions
  /** Milliseconds by which the clock of JavaScript stands later; that of the database has to be moved before. */
  readonly clockMovedBy?: number
  readonly runId: string
  /** Mebibytes; half of the machine, at most 4096, unless told or said by NODE_OPTIONS. */
  readonly memoryLimit?: number | 'none'
  /** Bytes of output kept per migration; the rest is counted. One MiB unless told. */
  readonly outputLimit?: number
  readonly signal?: AbortSignal
  /** Told when a migration is done. */
  readonly onStep?: (step: MigrationStep) => void
  /** Step mode only: called when a migration is committed; the next one waits for it. */
  readonly afterStep?: (step: MigrationStep) => Promise<void>
  /** Keeps what each migration sent; in step mode also what it left, and the rows that it touched. */
  readonly sent?: 'told'
  /** Added to the environment; what names a database is overwritten all the same. */
  readonly env?: Readonly<Record<string, string>>
  /** Folder whose Kysely everything gets, instead of the project's. */
  readonly kysely?: string
  readonly ledger?: Ledger
  /** Gives the migrations in place of the folder's files; its file is absolute. */
  readonly provider?: NamedExport
  /** Nothing of the whole server may be changed: it is somebody's. */
  readonly serverWatch?: ServerWatch | undefined
}

/** What became of one migration. */
export interface MigrationStep {
  readonly name: string
  /** Path from the folder; null where a provider gave it. */
  readonly file: string | null
  /** A failed plain run undoes what was applied before, in its one transaction. */
  readonly status: 'applied' | 'failed' | 'pending'
  readonly milliseconds: number
  /** What it printed, both streams, in bounded length. */
  readonly output: string
  readonly droppedOutputBytes: number
  readonly error?: MigrationError
  /** Where it was asked for, and the migration came to its end. */
  readonly sent?: Sent
  /** In step mode, where `sent` is told. */
  readonly rows?: RowEffects
}

/** What the child was at when it stopped. */
export type Stage =
  | { readonly at: 'start' }
  | { readonly at: 'import'; readonly file: string }
  | { readonly at: 'connect' }
  | { readonly at: 'migration'; readonly name: string; readonly file: string | null }
  | { readonly at: 'end' }

/** Why a run stopped, at what, and after which migration. */
export type RunFailure = { readonly stage: Stage; readonly lastGood: string | null } & (
  | { readonly reason: 'threw'; readonly error: MigrationError }
  | { readonly reason: 'ended'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly reason: 'out-of-memory' }
  | { readonly reason: 'too-slow'; readonly limitMs: number; readonly statement: string | null }
  | {
      readonly reason: 'server-wide'
      readonly changed: readonly string[]
      readonly statement: string | null
    }
  /** Of several folders the one that gives none. */
  | { readonly reason: 'no-migrations'; readonly folder?: string }
  | { readonly reason: 'cancelled' }
)

/** What became of a folder of migrations. */
export interface MigrationRun {
  readonly folder: string
  /** What gave the migrations in place of the folder's files. */
  readonly provider?: NamedExport
  readonly mode: RunMode
  /** In Kysely's order; after a failure some are pending. */
  readonly migrations: readonly MigrationStep[]
  readonly ignored: readonly IgnoredFile[]
  /** What was printed while the files were loaded. */
  readonly loadOutput: string
  readonly kyselyVersion: string
  readonly failure?: RunFailure
}
