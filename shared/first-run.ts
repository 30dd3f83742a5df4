import { Type, type Static } from 'typebox'
import { MAJORS } from './majors.ts'
import { closed, nullable, oneOf } from './schema.ts'

const Path = Type.String({ maxLength: 1000 })

/** The three questions: which folder, which major production runs, which notes file. */
export const Answers = closed({
  /** Below the folder of the configuration. */
  migrations: Path,
  /** Null where nobody knows: then the newest is taken, and nothing is written of it. */
  postgres: nullable(Type.Integer({ minimum: MAJORS.oldest, maximum: MAJORS.newest })),
  notes: nullable(Path),
})
export type Answers = Static<typeof Answers>

/** What is asked before a project is worked on, with what it shows. */
export const Questions = closed({
  folders: Type.Array(
    closed({
      path: Type.String(),
      files: Type.Integer(),
      /** `the script migrate` */
      seenIn: Type.String(),
      /** The notes file that is proposed with it. */
      notes: nullable(Type.String()),
    }),
  ),
  postgres: nullable(closed({ value: Type.Integer(), seenIn: Type.String() })),
  /** What is proposed; where a project is worked on already, what it is worked on with. */
  answers: Answers,
})
export type Questions = Static<typeof Questions>

/** Why an answer can't be taken; stands beside its field. */
export const AnswerProblem = closed({
  field: oneOf(['migrations', 'postgres', 'notes']),
  text: Type.String(),
})
export type AnswerProblem = Static<typeof AnswerProblem>

/** What the answers would come to. */
export const AnswersPreview = closed({
  /** `rebaseline.config.ts`, from where the program was started. */
  file: Type.String(),
  text: Type.String(),
  /** Why it can't be written; null where it can. */
  why: nullable(Type.String()),
  problems: Type.Array(AnswerProblem),
  /** What will be created, and that nothing else is touched. */
  notice: Type.Array(Type.String()),
})
export type AnswersPreview = Static<typeof AnswersPreview>

/** Goes on with these answers, as the project of that folder. */
export const BeginProject = closed({
  answers: Answers,
  configuration: oneOf(['written', 'left out']),
})
export type BeginProject = Static<typeof BeginProject>

/** Empty where it was begun. */
export const Begun = closed({ problems: Type.Array(AnswerProblem) })
export type Begun = Static<typeof Begun>
