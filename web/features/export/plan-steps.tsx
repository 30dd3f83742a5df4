import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ExportPlan } from '../../../shared/export-plan.ts'
import { CodeText } from '../../components/code-text.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatNumber } from '../../../shared/report.ts'
import { withNamedCharacters } from '../../lib/visible-text.ts'
import { aroundChanges, lineChanges } from './line-changes.ts'

type Step = ExportPlan['steps'][number]

const TITLES = { write: 'New files', change: 'Changed files', move: 'Moved files' } as const

/** Everything that the export does, with the exact content. */
export function PlanSteps({ steps }: { readonly steps: readonly Step[] }) {
  return (['write', 'change', 'move'] as const).map((action) => {
    const these = steps
      .map((step, index) => ({ step, number: index + 1 }))
      .filter(({ step }) => step.action === action)
    if (these.length === 0) return null
    return (
      <section key={action} aria-label={TITLES[action]}>
        <h3>
          {TITLES[action]} <span className="count">{formatNumber(these.length)}</span>
        </h3>
        {action === 'move' ? (
          <Moves steps={these.map(({ step }) => step)} />
        ) : (
          <Files files={these} />
        )}
      </section>
    )
  })
}

function Files({
  files,
}: {
  readonly files: readonly { readonly step: Step; readonly number: number }[]
}) {
  const { step: open } = useSearch({ from: '/export' })
  const navigate = useNavigate({ from: '/export' })
  return (
    <ul className="plan-files">
      {files.map(({ step, number }) => (
        <li key={number}>
          <details open={open === number}>
            <summary
              onClick={(event) => {
                event.preventDefault()
                void navigate({ search: { step: open === number ? 0 : number }, replace: true })
              }}
            >
              <code>{step.path}</code> <span className="muted">{step.why}</span>
            </summary>
            {open === number && <Content step={step} />}
          </details>
        </li>
      ))}
    </ul>
  )
}

function Content({ step: { path, before, after } }: { readonly step: Step }) {
  if (after === null) return null
  return (
    <div className="plan-content">
      {before === null ? <CodeText text={after} /> : <Change before={before} after={after} />}
      <p className="actions">
        <CopyButton text={after} label="Copy the new content" />
        <button type="button" onClick={() => download(path, after)}>
          Download
        </button>
      </p>
    </div>
  )
}

function Change({ before, after }: { readonly before: string; readonly after: string }) {
  const changes = lineChanges(before, after)
  if (!changes) {
    return (
      <div className="both-texts">
        <section aria-label="Before">
          <CodeText text={before} />
        </section>
        <section aria-label="After">
          <CodeText text={after} />
        </section>
      </div>
    )
  }
  return (
    <table className="line-changes">
      <caption className="hidden">Lines that change</caption>
      <thead className="hidden">
        <tr>
          <th scope="col">Change</th>
          <th scope="col">Line</th>
        </tr>
      </thead>
      <tbody>
        {aroundChanges(changes).map(({ mark, text }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- Lines repeat; their place is what they are.
          <tr key={index} data-mark={mark}>
            <td>
              <span aria-hidden="true">{mark}</span>
              <span className="hidden">{SPOKEN[mark]}</span>
            </td>
            <td>
              <code className="code">{text === '' ? '\u00a0' : withNamedCharacters(text)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const SPOKEN = { '−': 'removed', '+': 'added', ' ': 'stays', '…': 'lines that stay' } as const

const Moves = ({ steps }: { readonly steps: readonly Step[] }) => (
  <details>
    <summary>
      <code>{steps[0]?.path}</code>
      {steps.length > 1 && ` and ${formatNumber(steps.length - 1)} more`}{' '}
      <span className="muted">{steps[0]?.why}</span>
    </summary>
    <table className="moves">
      <caption className="hidden">Moved files</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ path, to }) => (
          <tr key={path}>
            <td>
              <code>{path}</code>
            </td>
            <td>
              <code>{to}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)

function download(path: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  link.download = path.split('/').at(-1) ?? 'file'
  link.click()
  URL.revokeObjectURL(link.href)
}
