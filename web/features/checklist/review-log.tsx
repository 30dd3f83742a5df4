import type { Checklist } from '../../../shared/checklist.ts'
import { counted } from '../../../shared/report.ts'
import { momentText } from '../../../shared/moment-text.ts'

/** Everything that was stated, newest first; each entry holds the hash of the one before. */
export const ReviewLog = ({ log }: { readonly log: Checklist['log'] }) => (
  <section aria-label="Log">
    <h3>Log</h3>
    {log.length === 0 ? (
      <p className="muted">Nothing was stated yet.</p>
    ) : (
      <details>
        <summary>
          {counted(log.length, 'entry')}, each chained to the one before by its hash
        </summary>
        <table className="review-log">
          <caption className="hidden">What was stated, newest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">Note</th>
              <th scope="col">Hash</th>
            </tr>
          </thead>
          <tbody>
            {log.toReversed().map(({ at, person, what, note, hash }) => (
              <tr key={hash}>
                <td>{momentText(at)}</td>
                <td>{person.name}</td>
                <td>{what}</td>
                <td>{note}</td>
                <td>
                  <code>{hash}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    )}
  </section>
)
