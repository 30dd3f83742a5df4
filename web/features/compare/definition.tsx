import type { ObjectDetail } from '../../../shared/object.ts'
import { CodeText } from '../../components/code-text.tsx'
import { differingStretches } from '../../lib/visible-text.ts'
import { DiffView } from './diff-view.tsx'
import type { DiffAnswer } from './diff-text.ts'
import { useDiff } from './use-diff.ts'
import { useView } from './use-compare.ts'

/** The statements of an object and its parts, old beside rebuilt. */
export function Definition({ definition }: { readonly definition: ObjectDetail['definition'] }) {
  const { old, rebuilt } = definition
  if (old === null && rebuilt === null) {
    return <p className="empty">No statement is known that makes it.</p>
  }
  if (old === null || rebuilt === null) {
    return (
      <section className="one-side" aria-label="Definition">
        <p className="muted">{old === null ? 'Only in rebuilt:' : 'Only in old:'}</p>
        <CodeText text={old ?? rebuilt ?? ''} />
      </section>
    )
  }
  return <BothSides old={old} rebuilt={rebuilt} />
}

function BothSides({ old, rebuilt }: { readonly old: string; readonly rebuilt: string }) {
  const { view, change } = useView()
  const answer = useDiff(old, rebuilt, view.layout)
  return (
    <section aria-label="Definition">
      <p className="layout-switch">
        <label>
          <input
            type="checkbox"
            checked={view.layout === 'unified'}
            onChange={(event) => change({ layout: event.target.checked ? 'unified' : 'side' })}
          />
          Unified
        </label>
        <span className="muted">{saying(answer)}</span>
      </p>
      {answer?.status === 'same' && <CodeText text={old} />}
      {answer?.status === 'diff' && <DiffView html={answer.html} />}
      {answer?.status === 'too-large' && <Fallback old={old} rebuilt={rebuilt} />}
    </section>
  )
}

function saying(answer: DiffAnswer | undefined): string {
  if (!answer) return 'Comparing…'
  if (answer.status === 'same') return 'The same on both sides.'
  if (answer.status === 'diff') return answer.extent
  return answer.why
}

/** Both texts from a little before the first difference on, where a diff line by line would take too long. */
function Fallback({ old, rebuilt }: { readonly old: string; readonly rebuilt: string }) {
  const [inOld, inRebuilt] = differingStretches(old, rebuilt)
  return (
    <div className="fallback">
      <section aria-label="Old definition">
        <h3>Old</h3>
        <CodeText text={old} differs={inOld} />
      </section>
      <section aria-label="Rebuilt definition">
        <h3>Rebuilt</h3>
        <CodeText text={rebuilt} differs={inRebuilt} />
      </section>
    </div>
  )
}
