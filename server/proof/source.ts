import type { ChosenFiles } from '../history/chosen.ts'
import type { NamedExport } from '../history/protocol.ts'
import type { UnfinishedReplay } from '../history/unfinished.ts'
import type { RunSettings } from '../history/run-settings.ts'
import type { ScriptSource } from '../script/load.ts'
import type { WhileOpen } from './while-open.ts'

/** A folder of migrations that is replayed. */
export interface MigrationsSource extends RunSettings {
  readonly from: 'migrations'
  /** Absolute or from here; where a provider is named, the folder that its file is in. */
  readonly folder: string
  /** Folders whose migrations run among those of the first, by their names. */
  readonly more?: readonly string[] | undefined
  /** Gives the migrations in place of the folder's files; its file is absolute. */
  readonly provider?: NamedExport
  /** Not the whole folder, or more than that. */
  readonly chosen?: ChosenFiles
  /** The last migration that the baseline replaces, as people name it; later ones stay. All are replaced unless told. */
  readonly squashTo?: string
  /** Called with the database that the replay built, once it was read and before it is dropped. */
  readonly whileOpen?: WhileOpen
  /** The same with the database that all migrations built, later ones too. */
  readonly whileEnd?: WhileOpen
  /** Whether what each migration did is looked at after it. */
  readonly effects?: 'told'
  /** What the last replay told that did not come to its end; it is gone on from there. */
  readonly unfinished?: UnfinishedReplay
  /** Whether the folder is built otherwise as well, to see what it depends on; only where effects are told. */
  readonly trials?: 'made'
}

/** Where one side comes from. */
export type Source =
  MigrationsSource | { readonly from: 'database'; readonly url: string } | ScriptSource
