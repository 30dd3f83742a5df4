import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { RebaselineError } from '../errors.ts'
import type { MigrationForm } from '../baseline/migration-form.ts'
import type { Project } from '../project/project.ts'
import { placeOf, readState, writeStates } from '../project/state-files.ts'
import type { DraftName } from '../../shared/draft.ts'
import { nullable, oneOf } from '../../shared/schema.ts'

/** What a mend wrote, so that a second one of the same run can say all of it in one order. */
export interface WrittenMend {
  /** Which comparison it is for. */
  readonly run: string
  /** Ids of the findings. */
  readonly findings: readonly string[]
  /** The text that was put in, for each draft that got one. */
  readonly blocks: Readonly<Partial<Record<DraftName, readonly string[]>>>
}

/** One change of ours that can be taken back. */
export interface UndoEntry {
  readonly title: string
  readonly at: string
  readonly changes: readonly {
    readonly name: DraftName
    /** Null where there was no draft. */
    readonly before: string | null
    /** Hash of the text it became. */
    readonly after: string
  }[]
  /** What the mends had written before it. */
  readonly mended: WrittenMend | null
}

/** What `.rebaseline/drafts.json` holds. */
export interface DraftRecord {
  readonly revision: number
  /** Names of the files in `drafts/`, without an ending. */
  readonly files: Readonly<Record<DraftName, string>>
  /** How they are written; TypeScript where nothing is said. */
  readonly form?: MigrationForm
  /** Hashes of the texts when they were last seen. */
  readonly seen: Readonly<Record<DraftName, string>>
  /** Hashes of what was generated: what somebody made of those files is no generated text. */
  readonly generated?: Readonly<Record<DraftName, string>>
  /** Newest last. */
  readonly undo: readonly UndoEntry[]
  readonly mended: WrittenMend | null
  /** The change that it tells of, while that is being written. */
  readonly pending?: PendingChange
}

/** Texts on their way to the disk, and the hashes of those that they replace. */
export interface PendingChange {
  readonly texts: Readonly<Partial<Record<DraftName, string>>>
  readonly from: Readonly<Record<DraftName, string>>
}

const Name = oneOf(['baseline', 'seed'])
const Texts = Type.Object({ baseline: Type.String(), seed: Type.String() })
const Form = Type.Object({
  extension: oneOf(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']),
  syntax: oneOf(['typescript', 'module', 'commonjs']),
})
const Mended = Type.Object({
  run: Type.String(),
  findings: Type.Array(Type.String()),
  blocks: Type.Partial(
    Type.Object({ baseline: Type.Array(Type.String()), seed: Type.Array(Type.String()) }),
  ),
})
const Undo = Type.Object({
  title: Type.String(),
  at: Type.String(),
  changes: Type.Array(
    Type.Object({ name: Name, before: nullable(Type.String()), after: Type.String() }),
  ),
  mended: nullable(Mended),
})
const Recorded = Compile(
  Type.Object({
    revision: Type.Integer(),
    files: Texts,
    form: Type.Optional(Form),
    seen: Texts,
    generated: Type.Optional(Texts),
    undo: Type.Array(Undo),
    mended: nullable(Mended),
    pending: Type.Optional(Type.Object({ texts: Type.Partial(Texts), from: Texts })),
  }),
)

const FILE = 'drafts.json'

/** The record; null before the drafts were begun. */
export async function readRecord(project: Project): Promise<DraftRecord | null> {
  const text = await readState(project, FILE)
  if (text === null) return null
  try {
    const found: unknown = JSON.parse(text)
    if (Recorded.Check(found)) return found
  } catch {
    // Said below.
  }
  throw new RebaselineError('state-unreadable', {
    doing: 'read the drafts',
    happened: `${placeOf(project, FILE)} is not what Rebaseline wrote`,
    help: 'Put it back from version control, or remove it: the drafts themselves are kept, only undo is lost.',
  })
}

/** Puts the record of the drafts in place. */
export const writeRecord = (project: Project, record: DraftRecord): Promise<void> =>
  writeStates(project, [fileOfRecord(record)])

/** The file that holds a record, by its name and text. */
export const fileOfRecord = (record: DraftRecord): readonly [string, string] => [
  FILE,
  `${JSON.stringify(record, null, 1)}\n`,
]
