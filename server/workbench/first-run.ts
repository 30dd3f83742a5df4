import type {
  Answers,
  AnswerProblem,
  AnswersPreview,
  BeginProject,
  Questions,
} from '../../shared/first-run.ts'
import type { Way } from './way.ts'

/** What comes of the answers: what can't be taken of them, or what is worked on from now on. */
export type Beginning =
  | { readonly outcome: 'refused'; readonly problems: readonly AnswerProblem[] }
  /** The configuration is written, and what is worked on stays. */
  | { readonly outcome: 'stays' }
  | { readonly outcome: 'begun'; readonly way: Way; readonly notes: string | null }

/** What a project without a configuration is asked, at most three things, in the page. */
export interface FirstRun {
  /** Whether there is none yet. */
  isOpen(): boolean
  questions(): Promise<Questions>
  preview(answers: Answers): Promise<AnswersPreview>
  begin(request: BeginProject): Promise<Beginning>
}
