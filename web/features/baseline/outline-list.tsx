import { useDeferredValue, useMemo, useState, useSyncExternalStore } from 'react'
import { counted } from '../../../shared/report.ts'
import type { DraftBuffer } from './draft-buffer.ts'
import { outlineOf } from './outline.ts'

const MOST = 300

/** What a draft makes, by section; each line goes there in the editor. */
export function OutlineList({
  buffer,
  onGo,
}: {
  readonly buffer: DraftBuffer
  readonly onGo: (line: number) => void
}) {
  const text = useDeferredValue(useSyncExternalStore(buffer.subscribe, () => buffer.text))
  const sections = useMemo(() => outlineOf(text), [text])
  if (sections.length === 0) return <p className="muted">Nothing is created in this text.</p>
  return (
    <ol className="outline">
      {sections.map((section) => (
        <li key={section.line}>
          <Section {...section} onGo={onGo} />
        </li>
      ))}
    </ol>
  )
}

function Section({
  name,
  line,
  entries,
  onGo,
}: ReturnType<typeof outlineOf>[number] & { readonly onGo: (line: number) => void }) {
  const [state, setState] = useState<'folded' | 'open'>('folded')
  return (
    <details open={state === 'open'}>
      <summary
        onClick={(event) => {
          event.preventDefault()
          setState(state === 'open' ? 'folded' : 'open')
        }}
      >
        {name} <span className="count">{entries.length}</span>
      </summary>
      {state === 'open' && (
        <ul>
          <li>
            <button type="button" className="link" onClick={() => onGo(line)}>
              line {line}
            </button>
          </li>
          {entries.slice(0, MOST).map((entry) => (
            <li key={`${entry.line} ${entry.name}`}>
              <button type="button" className="link" onClick={() => onGo(entry.line)}>
                {entry.name}
              </button>
            </li>
          ))}
          {entries.length > MOST && (
            <li className="muted">and {counted(entries.length - MOST, 'more line')}</li>
          )}
        </ul>
      )}
    </details>
  )
}
