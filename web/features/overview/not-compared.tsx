import { Mark } from '../../components/mark.tsx'

/** What the verdict says nothing about, each with its reason. */
export const NotCompared = ({ reasons }: { readonly reasons: readonly string[] }) => (
  <section aria-label="Not compared">
    <h3>Not compared</h3>
    {reasons.length === 0 ? (
      <p className="muted">Nothing was left out.</p>
    ) : (
      <ul className="plain">
        {[...new Set(reasons)].map((reason) => (
          <li key={reason}>
            <Mark tone="not-compared" word="Not compared" /> {reason}
          </li>
        ))}
      </ul>
    )}
  </section>
)
