import { useQuery } from '@tanstack/react-query'
import { describeAddress } from '../../../shared/model.ts'
import type { FindingView } from '../../../shared/object.ts'
import { CodeText } from '../../components/code-text.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Problem } from '../../components/notice.tsx'
import { statementsQuery } from '../../lib/queries.ts'
import { useOverview } from '../../lib/use-overview.ts'

/** What would mend a difference, to read and copy. */
export function Statements({ finding }: { readonly finding: FindingView }) {
  const { run, way } = useOverview()
  const { data, error, refetch } = useQuery(statementsQuery(run, finding.id))
  if (error) return <Problem thrown={error} onRetry={() => void refetch()} />
  if (!data) return <p className="note muted">Writing them…</p>
  const text = data.statements.map((statement) => `${statement};`).join('\n')
  return (
    <section
      className="note finding-statements"
      aria-label={`Statements for ${describeAddress(finding.address)}`}
    >
      <p className="muted">
        {way === 'databases'
          ? 'Nothing is run here: they are for the rebuilt database, once you have looked at them.'
          : 'Added to the baseline they come with what they need, at their right place.'}
      </p>
      <CodeText text={text} />
      <CopyButton text={`${text}\n`} label="Copy the statements" />
    </section>
  )
}
