import { Type, type Static } from 'typebox'
import { closed, nullable, oneOf } from './schema.ts'

/** What becomes of one file of the migrations folder, judged against the squash line. */
export const FileJudgement = closed({
  /** By its name in the folder. */
  file: Type.String(),
  change: oneOf(['stands', 'added', 'changed', 'deleted', 'renamed']),
  /** Its name before, where it was renamed. */
  from: nullable(Type.String()),
  verdict: oneOf(['kept', 'refused']),
  why: Type.String(),
  /** What to do, in words and as commands; null where there is nothing to do. */
  advice: nullable(Type.String()),
  commands: Type.Array(Type.String()),
})
export type FileJudgement = Static<typeof FileJudgement>

export const BranchJudgement = closed({
  names: Type.Array(Type.String()),
  committedAt: Type.String(),
  verdict: oneOf(['kept', 'refused', 'unknown']),
  /** Why it could not be told, or what kind of branch it is; null where its files say all. */
  why: nullable(Type.String()),
  files: Type.Array(FileJudgement),
})
export type BranchJudgement = Static<typeof BranchJudgement>

/** What a team has to know of its open branches, and of the folder as it stands now. */
export const TeamAdvice = closed({
  /** Whether the baseline stands in the folder, or is still to come. */
  state: oneOf(['before', 'after']),
  verdict: oneOf(['kept', 'refused', 'unknown']),
  /** One sentence for each thing that could not be told. */
  unknown: Type.Array(Type.String()),
  line: closed({
    /** The last old migration that the baseline replaces. */
    last: nullable(Type.String()),
    baseline: Type.String(),
    seed: Type.String(),
  }),
  /** What a new migration is called next. */
  next: Type.String(),
  /** The folder as it stands now; empty before the export. */
  folder: Type.Array(FileJudgement),
  /** Branches that touch the folder; null where there are none to look at, and why. */
  branches: nullable(Type.Array(BranchJudgement)),
  noBranches: nullable(Type.String()),
  /** How many branches were looked at, and how many older ones were not. */
  looked: Type.Integer(),
  left: Type.Integer(),
  /** What each developer has to know, in Markdown: the text that goes into the notes. */
  text: Type.String(),
})
export type TeamAdvice = Static<typeof TeamAdvice>
