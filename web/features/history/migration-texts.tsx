import type { MigrationHistory } from '../../../shared/history.ts'
import type { MigrationSource } from '../../../shared/history-view.ts'
import { formatNumber, counted } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'
import { Mark } from '../../components/mark.tsx'

/** The file of a migration as it is now. */
export const Source = ({
  file,
  source: { text, left, why, current },
}: {
  readonly file: string | null
  readonly source: MigrationSource
}) => (
  <section aria-label="File">
    {file !== null && (
      <p>
        <CodeText text={file} />
      </p>
    )}
    {why !== null && <p className="muted">{why}</p>}
    {text !== null && current !== true && (
      <p>
        <Mark tone="stale" word="May be another text" />{' '}
        {current === false
          ? 'The folder has changed since it was replayed; this is the file as it is now.'
          : 'Whether the folder is as it was replayed could not be told; this is the file as it is now.'}
      </p>
    )}
    {text !== null && <CodeText text={text} />}
    {left > 0 && (
      <p className="muted">{formatNumber(left)} more characters are in the file itself.</p>
    )}
  </section>
)

/** What a migration printed, and what Postgres said beside its statements. */
export const Output = ({ output, sent }: Pick<MigrationHistory, 'output' | 'sent'>) => (
  <>
    <section aria-label="Notices">
      <h3>Notices of Postgres</h3>
      {sent.noticeCount === 0 ? (
        <p className="muted">None.</p>
      ) : (
        <ul className="plain">
          {sent.notices.map(({ severity, code, message }, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- They never move.
            <li key={index}>
              <span className="muted">
                {severity} {code}
              </span>{' '}
              <CodeText text={message} />
            </li>
          ))}
        </ul>
      )}
      {sent.noticeCount > sent.notices.length && (
        <p className="muted">
          {counted(sent.noticeCount - sent.notices.length, 'more notice')} were not kept.
        </p>
      )}
    </section>
    <section aria-label="Output">
      <h3>What it printed</h3>
      {output === '' ? <p className="muted">Nothing.</p> : <CodeText text={output} />}
    </section>
  </>
)
