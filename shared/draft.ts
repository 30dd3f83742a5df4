import { Type, type Static } from 'typebox'
import { closed, Id, nullable, oneOf } from './schema.ts'

export const DRAFTS = ['baseline', 'seed'] as const
export type DraftName = (typeof DRAFTS)[number]

/** A draft as it stands on disk in `.rebaseline/drafts`, and what was generated for it. */
export const Draft = closed({
  name: oneOf(DRAFTS),
  /** `001_baseline.ts` */
  file: Type.String(),
  text: Type.String(),
  /** `deleted`: another program took the file away, and the text is empty. */
  onDisk: oneOf(['there', 'deleted']),
  /** Hash of the text: a save names the one it began with, so that nobody's edit is overwritten. */
  version: Type.String(),
  /** Null until a baseline was generated. */
  generated: nullable(Type.String()),
  /** The text that was signed, where that is another one; null where nobody signed another one. */
  signed: nullable(Type.String()),
})
export type Draft = Static<typeof Draft>

export const DraftList = closed({
  /** Grows with every change of any draft, also one that another program made. */
  revision: Type.Integer(),
  verified: nullable(Type.Integer()),
  drafts: Type.Array(Draft),
  /** What undo would take back, newest first. */
  undo: Type.Array(Type.String()),
  /** What another program did since, so that the newest can't be taken back as if nothing were; null where none did. */
  undoTrouble: nullable(Type.String()),
})
export type DraftList = Static<typeof DraftList>

/** In an address. */
export const DraftOf = closed({ name: oneOf(DRAFTS) })

export const SaveDraft = closed({ text: Type.String(), version: Type.String() })
export type SaveDraft = Static<typeof SaveDraft>

/** The version of a draft whose file is gone: a save that names it writes the file again. */
export const DELETED = 'deleted'

/** What a taking back may go over: the text of another program is kept as the newest change then. */
export const UndoDrafts = closed({ over: oneOf(['nothing', 'another program']) })
export type UndoDrafts = Static<typeof UndoDrafts>

/** What can be written anew by itself: each object of the generated baseline that has statements of its own. */
export const GeneratedObjects = closed({
  objects: Type.Array(
    closed({
      id: Id,
      /** As people read it: `index public.users_email_key`. */
      name: Type.String(),
      /** How many statements make it, with all that stands in it. */
      statements: Type.Integer(),
    }),
  ),
  /** Why there is none; null where there are some. */
  why: nullable(Type.String()),
})
export type GeneratedObjects = Static<typeof GeneratedObjects>

/** Writes one object of the baseline anew, in the draft that has that hash. */
export const RegenerateObject = closed({ version: Type.String() })
export type RegenerateObject = Static<typeof RegenerateObject>

/** What became of the statements of an object. */
export const RegeneratedObject = closed({
  drafts: DraftList,
  name: Type.String(),
  replaced: Type.Integer(),
  added: Type.Integer(),
  removed: Type.Integer(),
  /** Where the first of them stands now. */
  line: Type.Integer(),
  /** Lines of which only a run tells what they make: it may be a part of what was added, too. */
  unsure: Type.Array(Type.Integer()),
})
export type RegeneratedObject = Static<typeof RegeneratedObject>

/** Adds to the drafts what mends these findings, and what that needs. */
export const MendDrafts = closed({ findings: Type.Array(Id, { minItems: 1, maxItems: 20000 }) })
export type MendDrafts = Static<typeof MendDrafts>

/** What a mend did: which findings it wrote statements for, and which need a person. */
export const Mended = closed({
  drafts: DraftList,
  mended: Type.Array(Id),
  left: Type.Array(closed({ finding: Id, why: Type.String() })),
})
export type Mended = Static<typeof Mended>

/** Where a finding's object stands in each text: lines from 1, null where it was not found. */
export const Place = closed({
  draft: oneOf(DRAFTS),
  line: nullable(Type.Integer()),
  generatedLine: nullable(Type.Integer()),
  /** The statements that would mend it, or that make the object in the generated text. */
  statements: Type.Array(Type.String()),
})
export type Place = Static<typeof Place>

/** The declarations of the Kysely that the drafts run with. */
export const KyselyTypes = closed({
  version: Type.String(),
  /** The project's own, or ours where it has none. */
  of: oneOf(['project', 'rebaseline']),
  /** None where they can't be told, or are more than an editor should hold. */
  files: Type.Array(
    closed({
      /** From where the package's main file stands: `schema/schema.d.ts` */
      path: Type.String(),
      text: Type.String(),
    }),
  ),
})
export type KyselyTypes = Static<typeof KyselyTypes>
