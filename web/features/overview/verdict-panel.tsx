import { doubtsOf } from '../../../shared/doubts.ts'
import type { Result } from '../../../shared/overview.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { Mark } from '../../components/mark.tsx'
import { OUTCOME_LOOKS, VERDICT_LOOKS } from '../../lib/verdicts.ts'

/** The verdict in words, and how much it stands on. */
export function VerdictPanel({ result }: { readonly result: Result }) {
  const { tone, word } = VERDICT_LOOKS[result.verdict]
  return (
    <section className={`verdict tone-${tone}`} aria-label="Verdict">
      <p className="verdict-words">
        <Mark tone={tone} word={`${word}:`} /> {result.headline}
      </p>
      {doubtsOf(result.verdict, result.proofs).map(({ title, outcome, detail }) => (
        <p key={title}>
          <Mark {...OUTCOME_LOOKS[outcome]} /> {title}
          {detail !== '' && <> · {detail}</>}
        </p>
      ))}
      <p>{result.coverage}</p>
      {result.note !== null && (
        <p>
          <Mark tone="stale" word="Note:" /> {result.note}
        </p>
      )}
      <p className="muted">
        Compared on <time dateTime={result.finishedAt}>{momentText(result.finishedAt)}</time>
      </p>
    </section>
  )
}
