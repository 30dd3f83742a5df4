import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { Draft, DraftList } from '../../../shared/draft.ts'
import { formatNumber } from '../../../shared/report.ts'
import type { DraftView } from '../../lib/screen-search.ts'
import type { DraftBuffer } from './draft-buffer.ts'
import type { Beside, Goal } from './editor-pane.tsx'
import { EditorPane } from './editor-pane.tsx'
import { UndoList } from './draft-actions.tsx'
import { OutlineList } from './outline-list.tsx'
import { ProblemList } from './problem-list.tsx'
import { NoSingleRows, RegenerateObject } from './regenerate-object.tsx'
import { SaveState, SaveTrouble } from './save-state.tsx'
import type { OpenDraft } from './use-draft.ts'
import { useKyselyTypes } from './use-kysely-types.ts'
import { useMarks } from './use-marks.ts'
import type { Marks, PlacedFinding } from './use-marks.ts'
import { useMonaco } from './use-monaco.ts'

/** One draft with its outline, its differences and its problems. */
export function DraftEditor({
  list,
  draft,
  open,
  view,
  line,
  besideLine,
}: {
  readonly list: DraftList
  readonly draft: Draft
  readonly open: OpenDraft
  readonly view: DraftView
  readonly line: number
  readonly besideLine: number | null
}) {
  const loading = useMonaco()
  const types = useKyselyTypes(loading)
  const marks = useMarks(draft.name, list.revision)
  const { placed } = marks
  const [cursor, setCursor] = useState(1)
  const openAt = useOpenDifference(draft.name, placed)
  const asked = useMemo(() => ({ line, besideLine }), [line, besideLine])
  const theirs = open.state.status === 'conflict' ? open.state.theirs.text : undefined
  const start = theirs === undefined ? asked : FIRST_DIFFERENCE
  const [clicked, setClicked] = useState<{ readonly goal: Goal; readonly from: Goal }>()
  const goal = clicked?.from === start ? clicked.goal : start
  const goTo = (line: number) => setClicked({ goal: { line }, from: start })
  const beside = besideOf(draft, view, theirs)
  return (
    <>
      <SaveTrouble open={open} draft={draft} />
      <div className="draft-columns">
        <aside className="draft-side" aria-label="Outline">
          <h3>Outline</h3>
          <OutlineList buffer={open.buffer} line={cursor} onGo={goTo} />
          <h3>Differences here</h3>
          <PlacedList {...marks} draft={draft.name} onGo={goTo} />
          <h3>Regenerate one object</h3>
          {draft.name === 'baseline' ? (
            <RegenerateObject onGo={goTo} />
          ) : (
            <NoSingleRows file={draft.file} />
          )}
          <h3>Changes</h3>
          <UndoList {...list} />
        </aside>
        <section className="draft-main" aria-label={draft.file}>
          {view === 'compare' && draft.generated === null && theirs === undefined && (
            <p className="muted">
              Nothing was generated yet, or somebody changed what was: a run on the overview
              generates it.
            </p>
          )}
          {view === 'signed' && draft.signed === null && (
            <p className="muted">
              Nothing to compare: the text is the one that was signed, or none was.
            </p>
          )}
          {beside && (
            <p className="beside-names">
              <span>{beside.name}</span>
              <span>Your draft</span>
            </p>
          )}
          {loading.status === 'ready' && (
            <EditorPane
              monaco={loading.monaco}
              buffer={open.buffer}
              file={draft.file}
              beside={beside}
              marks={placed}
              goal={goal}
              onCursor={setCursor}
              onOpen={openAt}
            />
          )}
          {loading.status === 'loading' && (
            <p className="editor-place empty">Loading the editor…</p>
          )}
          {loading.status === 'failed' && <EditorFailed buffer={open.buffer} file={draft.file} />}
          <p className="editor-foot">
            <SaveState state={open.state} file={draft.file} />
            <span className="muted">
              Tab indents; <kbd>Ctrl+M</kbd> (on a Mac <kbd>Ctrl+Shift+M</kbd>) lets it leave the
              editor. <kbd>Alt+Enter</kbd> opens the difference of a line, <kbd>Ctrl+Shift+O</kbd>{' '}
              goes to the outline.
            </span>
          </p>
          {loading.status === 'ready' && (
            <ProblemList
              editor={loading}
              buffer={open.buffer}
              file={draft.file}
              types={types}
              onGo={goTo}
            />
          )}
        </section>
      </div>
    </>
  )
}

/** Whatever line the address names: between two texts has to be chosen. */
const FIRST_DIFFERENCE: Goal = { line: 0 }

function besideOf(draft: Draft, view: DraftView, theirs: string | undefined): Beside | undefined {
  if (theirs !== undefined) return { text: theirs, name: 'On disk' }
  if (view === 'signed' && draft.signed !== null) return { text: draft.signed, name: 'Signed' }
  if (view !== 'compare' || draft.generated === null) return undefined
  return { text: draft.generated, name: 'Generated' }
}

/** Opens the difference of a line; where it has several, each in turn. */
function useOpenDifference(
  draft: Draft['name'],
  placed: readonly PlacedFinding[],
): (line: number) => void {
  const navigate = useNavigate({ from: '/baseline' })
  return useCallback(
    (line: number) =>
      void navigate({
        search: (before) => {
          const there = placed.filter((each) => each.line === line)
          const at = there.findIndex(({ finding }) => finding.id === before.finding)
          const next = there[(at + 1) % there.length]
          return next ? { draft, finding: next.finding.id } : before
        },
      }),
    [navigate, draft, placed],
  )
}

function PlacedList({
  placed,
  left,
  unplaced,
  draft,
  onGo,
}: Marks & { readonly draft: Draft['name']; readonly onGo: (line: number) => void }) {
  if (placed.length === 0 && left === 0 && unplaced.length === 0) {
    return <p className="muted">None.</p>
  }
  return (
    <ul className="placed">
      {placed.map(({ finding, line, text, weight }) => (
        <li key={finding.id} className={weight}>
          <button type="button" className="link" onClick={() => onGo(line)}>
            {line}
          </button>{' '}
          <Link to="/baseline" search={{ draft, finding: finding.id }}>
            {text}
          </Link>
        </li>
      ))}
      {unplaced.length > 0 && (
        <li className="muted">
          and {formatNumber(unplaced.length)} that {unplaced.length === 1 ? 'stands' : 'stand'} on
          no line of this text, in <Link to="/compare">Compare</Link>
        </li>
      )}
      {left > 0 && (
        <li className="muted">
          and {formatNumber(left)} more, all of them in <Link to="/compare">Compare</Link>
        </li>
      )}
    </ul>
  )
}

/** The text can be read, and edited in another editor, where this one did not load. */
const EditorFailed = ({
  buffer,
  file,
}: {
  readonly buffer: DraftBuffer
  readonly file: string
}) => (
  <>
    <p className="muted">
      The editor could not be loaded. Reload the page once the server answers; below is the text.
    </p>
    <textarea
      className="log editor-place"
      aria-label={`Text of ${file}`}
      readOnly
      value={buffer.text}
    />
  </>
)
