import type { HistoryView } from '../../../shared/history-view.ts'
import type { RunWay } from '../../../shared/history.ts'
import { describeAddress, keyOf } from '../../../shared/model.ts'
import { formatNumber } from '../../../shared/report.ts'
import { CodeText } from '../../components/code-text.tsx'

const MOST = 200

/** What is to be known of the folder as a whole: how it could be run, what each build makes anew, and what was not run. */
export const FolderFacts = ({
  history: { ways, volatile, ignored, untried },
}: {
  readonly history: HistoryView
}) => (
  <>
    <section className="finding-group" aria-label="How it was run">
      <h4>How it was run</h4>
      <ul className="plain">
        <Way built="Replayed" way={ways.replay} />
        <Way built="Built once more" way={ways.plain} />
      </ul>
    </section>
    {untried.length > 0 && (
      <section className="finding-group" aria-label="What was not tried">
        <h4>
          What was not tried <span className="count">{formatNumber(untried.length)}</span>
        </h4>
        <ul className="plain">
          {untried.map((what) => (
            <li key={what}>
              <CodeText text={what} />
            </li>
          ))}
        </ul>
      </section>
    )}
    {volatile.length > 0 && (
      <section className="finding-group" aria-label="Values that each build makes anew">
        <h4>
          Values that each build makes anew{' '}
          <span className="count">{formatNumber(volatile.length)}</span>
        </h4>
        <ul className="plain">
          {volatile.slice(0, MOST).map(({ address, attribute, cause }) => (
            <li key={`${keyOf(address)} ${attribute}`}>
              <CodeText text={describeAddress(address)} />
              {attribute !== null && (
                <>
                  , <CodeText text={attribute} />
                </>
              )}
              :{' '}
              {cause === null ? (
                <span className="muted">the cause is not known</span>
              ) : (
                <CodeText text={cause} />
              )}
            </li>
          ))}
        </ul>
        {volatile.length > MOST && (
          <p className="muted">and {formatNumber(volatile.length - MOST)} more</p>
        )}
      </section>
    )}
    {ignored.length > 0 && (
      <section className="finding-group" aria-label="Files that were not run">
        <h4>
          Files that were not run <span className="count">{formatNumber(ignored.length)}</span>
        </h4>
        <ul className="plain">
          {ignored.slice(0, MOST).map(({ file, reason }) => (
            <li key={file}>
              <CodeText text={file} />: <CodeText text={reason} />
            </li>
          ))}
        </ul>
        {ignored.length > MOST && (
          <p className="muted">and {formatNumber(ignored.length - MOST)} more</p>
        )}
      </section>
    )}
  </>
)

const Way = ({ built, way }: { readonly built: string; readonly way: RunWay }) => (
  <li>
    {built} {way.doing}
    {way.refused.length > 0 && (
      <>
        , because Postgres refused the way before:{' '}
        <CodeText text={[...new Set(way.refused)].join('; ')} />
      </>
    )}
  </li>
)
