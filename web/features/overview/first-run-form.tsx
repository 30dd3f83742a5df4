import { useEffect, useRef, useState } from 'react'
import type { AnswerProblem, Answers, BeginProject, Questions } from '../../../shared/first-run.ts'
import { EVERY_MAJOR, MAJORS } from '../../../shared/majors.ts'
import { Problem } from '../../components/notice.tsx'
import { useCanChange, useOverview } from '../../lib/use-overview.ts'
import { AnswersShown } from './answers-shown.tsx'
import { FolderQuestion } from './folder-question.tsx'
import { useBegin, usePreview, useQuestions } from './use-first-run.ts'

/** At most three questions, what comes of the answers, and the way on. `offered`: a folder is worked on already. */
export function FirstRunForm({
  mode,
  onDone,
}: {
  readonly mode: 'asked' | 'offered'
  readonly onDone?: () => void
}) {
  const { data, error, refetch } = useQuestions()
  if (error) return <Problem thrown={error} onRetry={() => void refetch()} />
  if (!data) return <p className="empty">Looking at the project…</p>
  return <Questionnaire questions={data} mode={mode} onDone={onDone} />
}

function Questionnaire({
  questions,
  mode,
  onDone,
}: {
  readonly questions: Questions
  readonly mode: 'asked' | 'offered'
  readonly onDone: (() => void) | undefined
}) {
  const [answers, setAnswers] = useState(questions.answers)
  const { data: preview, error, isBehind } = usePreview(answers)
  const begin = useBegin()
  const form = useRef<HTMLFormElement>(null)
  const { job } = useOverview()
  const isBusy = job?.state === 'running'
  const isOff = !useCanChange() || begin.isPending || isBusy
  const refused = begin.data?.problems ?? NONE
  useEffect(() => {
    if (refused.length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
  }, [refused])
  // What nobody answered yet is told once they want to go on.
  const isTyped = refused.length > 0 || answers.migrations !== ''
  const isRefused = refused.length > 0 && begin.variables?.answers === answers
  const problems = isRefused ? refused : isTyped ? (preview?.problems ?? NONE) : NONE
  const go = (configuration: BeginProject['configuration']): void =>
    begin.mutate(
      { answers, configuration },
      { onSuccess: (begun) => begun.problems.length === 0 && onDone?.() },
    )
  const canWrite = preview?.why === null
  return (
    <form
      ref={form}
      className="first-run-form"
      aria-label="Questions of the first run"
      onSubmit={(event) => {
        event.preventDefault()
        if (!isOff) go(canWrite ? 'written' : 'left out')
      }}
    >
      <FolderQuestion
        folders={questions.folders}
        path={answers.migrations}
        problem={textFor(problems, 'migrations')}
        onChange={(migrations) => setAnswers(withFolder(questions, answers, migrations))}
      />
      <MajorQuestion questions={questions} answers={answers} onChange={setAnswers} />
      <NotesQuestion answers={answers} problem={textFor(problems, 'notes')} onChange={setAnswers} />
      {error && <Problem thrown={error} />}
      {preview && <AnswersShown preview={preview} reading={isBehind ? 'behind' : 'current'} />}
      <p className="actions">
        {canWrite && (
          <button type="submit" className="primary" disabled={isOff}>
            {mode === 'asked' ? 'Write the configuration and begin' : 'Write the configuration'}
          </button>
        )}
        {mode === 'asked' ? (
          <button type="button" disabled={isOff} onClick={() => go('left out')}>
            Begin without writing
          </button>
        ) : (
          <button type="button" onClick={onDone}>
            Leave it
          </button>
        )}
        {isBusy && <span className="muted">A run is going on: wait for it, or cancel it.</span>}
      </p>
      {begin.error && <Problem thrown={begin.error} />}
    </form>
  )
}

const NONE: readonly AnswerProblem[] = []

const textFor = (
  problems: readonly AnswerProblem[],
  field: AnswerProblem['field'],
): string | undefined => problems.find((problem) => problem.field === field)?.text

/** Each folder has its own notes; what somebody typed stays. */
function withFolder({ folders }: Questions, answers: Answers, migrations: string): Answers {
  const notesOf = (path: string) => folders.find((folder) => folder.path === path)?.notes
  const isProposed = answers.notes === null || answers.notes === notesOf(answers.migrations)
  const proposed = notesOf(migrations)
  const notes = isProposed && proposed !== undefined ? proposed : answers.notes
  return { ...answers, migrations, notes }
}

interface Asked {
  readonly answers: Answers
  readonly onChange: (answers: Answers) => void
}

const MajorQuestion = ({
  questions: { postgres },
  answers,
  onChange,
}: Asked & { readonly questions: Questions }) => (
  <p className="question">
    <label htmlFor="first-run-postgres">Which major of Postgres does production run?</label>
    <select
      id="first-run-postgres"
      value={answers.postgres ?? ''}
      aria-describedby="first-run-postgres-note"
      onChange={({ target }) =>
        onChange({ ...answers, postgres: target.value === '' ? null : Number(target.value) })
      }
    >
      {EVERY_MAJOR.toReversed().map((major) => (
        <option key={major} value={major}>
          {major}
        </option>
      ))}
      <option value="">Not known yet</option>
    </select>
    <span id="first-run-postgres-note" className="muted">
      {postgres
        ? `${postgres.seenIn} says ${postgres.value}.`
        : `Nothing in the project says so; where it is not known, ${MAJORS.newest} is taken.`}
    </span>
  </p>
)

const NotesQuestion = ({
  answers,
  problem,
  onChange,
}: Asked & { readonly problem: string | undefined }) => (
  <p className="question">
    <label htmlFor="first-run-notes">Which file gets the new workflow at the export?</label>
    <input
      id="first-run-notes"
      value={answers.notes ?? ''}
      maxLength={1000}
      autoComplete="off"
      spellCheck={false}
      placeholder="none"
      aria-describedby="first-run-notes-note"
      {...(problem === undefined ? {} : { 'aria-invalid': true })}
      onChange={({ target }) =>
        onChange({ ...answers, notes: target.value === '' ? null : target.value })
      }
    />
    <span id="first-run-notes-note" className={problem === undefined ? 'muted' : 'field-problem'}>
      {problem ?? 'A Markdown file, such as CONTRIBUTING.md; empty for none.'}
    </span>
  </p>
)
