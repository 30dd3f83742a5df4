import type { Proof } from '../../../shared/api.ts'
import type { Comparison } from '../../../shared/finding.ts'
import { summarize } from '../../../shared/report.ts'
import { Mark } from '../../components/mark.tsx'
import { OUTCOMES, VERDICTS } from './tones.ts'

/** The verdict in words, with how much was compared and what was not. */
export function VerdictPanel({
  comparison,
  proofs,
}: {
  readonly comparison: Comparison
  readonly proofs: readonly Proof[]
}) {
  const { verdict, headline, coverage } = summarize(comparison)
  const { tone, word } = VERDICTS[verdict]
  return (
    <section className={`verdict tone-${tone}`} aria-label="Verdict">
      <p className="verdict-words">
        <Mark tone={tone} word={`${word}:`} /> {headline}
      </p>
      <p>{coverage}</p>
      {comparison.notCompared.length > 0 && (
        <>
          <h3>Not compared</h3>
          <ul className="plain">
            {comparison.notCompared.map((reason) => (
              <li key={reason}>
                <Mark tone="not-compared" word="Not compared" /> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
      {proofs.length > 0 && (
        <>
          <h3>Proofs</h3>
          <ul className="plain">
            {proofs.map((proof) => (
              <li key={proof.title}>
                <Mark {...OUTCOMES[proof.outcome]} /> {proof.title}
                {proof.detail && <span className="muted">: {proof.detail}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
