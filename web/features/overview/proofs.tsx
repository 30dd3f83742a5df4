import type { Proof } from '../../../shared/overview.ts'
import { Mark } from '../../components/mark.tsx'
import { OUTCOME_LOOKS } from '../../lib/verdicts.ts'

/** What else was tried, and what came of it. */
export const Proofs = ({ proofs }: { readonly proofs: readonly Proof[] }) => (
  <section aria-label="Proofs">
    <h3>Proofs</h3>
    {proofs.length === 0 ? (
      <p className="muted">None was tried in this run.</p>
    ) : (
      <ul className="plain">
        {proofs.map(({ title, outcome, detail }) => (
          <li key={title}>
            <Mark {...OUTCOME_LOOKS[outcome]} /> {title}
            {detail !== '' && <span className="muted"> · {detail}</span>}
          </li>
        ))}
      </ul>
    )}
  </section>
)
