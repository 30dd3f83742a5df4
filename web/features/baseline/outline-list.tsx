import {
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent,
} from 'react'
import { counted } from '../../../shared/report.ts'
import { NameText } from '../../components/code-text.tsx'
import type { DraftBuffer } from './draft-buffer.ts'
import { outlineOf, outlinePlace, type OutlineSection } from './outline.ts'

const MOST = 300
/** By its id the editor's key finds the way here. */
export const OUTLINE_ID = 'draft-outline'

/** What a draft makes, by section; each line goes there in the editor, and the one of the cursor is marked. */
export function OutlineList({
  buffer,
  line,
  onGo,
}: {
  readonly buffer: DraftBuffer
  /** Where the cursor stands. */
  readonly line: number
  readonly onGo: (line: number) => void
}) {
  const text = useDeferredValue(useSyncExternalStore(buffer.subscribe, () => buffer.text))
  const sections = useMemo(() => outlineOf(text), [text])
  const [folds, setFolds] = useState<ReadonlyMap<string, 'folded' | 'open'>>(new Map())
  const tree = useRef<HTMLUListElement>(null)
  const place = outlinePlace(sections, line)
  const currentLine = place?.entry?.line ?? place?.section.line
  useEffect(() => {
    if (currentLine === undefined) return
    const current = tree.current?.querySelector('[aria-current]')
    // What a person walks through by keys stays where they are.
    if (!tree.current?.contains(document.activeElement)) {
      current?.scrollIntoView({ block: 'nearest' })
    }
  }, [currentLine])
  if (sections.length === 0) return <p className="muted">Nothing is created in this text.</p>
  const keyOf = (section: OutlineSection): string =>
    `${sections.filter(({ name }) => name === section.name).indexOf(section)} ${section.name}`
  const isOpen = (section: OutlineSection): boolean =>
    (folds.get(keyOf(section)) ?? (section === place?.section ? 'open' : 'folded')) === 'open'
  const fold = (section: OutlineSection, state: 'folded' | 'open'): void =>
    setFolds(new Map([...folds, [keyOf(section), state]]))
  const first = place?.section ?? sections[0]
  return (
    <ul
      ref={tree}
      id={OUTLINE_ID}
      className="outline"
      role="tree"
      aria-label="Sections of the draft"
      onKeyDown={walk}
    >
      {sections.map((section) => (
        <Section
          key={keyOf(section)}
          section={section}
          state={isOpen(section) ? 'open' : 'folded'}
          current={section === place?.section ? (place.entry ?? section) : undefined}
          reach={section === first ? 'by Tab' : 'by arrows'}
          onFold={(state) => fold(section, state)}
          onGo={onGo}
        />
      ))}
    </ul>
  )
}

function Section({
  section,
  state,
  current,
  reach,
  onFold,
  onGo,
}: {
  readonly section: OutlineSection
  readonly state: 'folded' | 'open'
  /** The entry of the cursor, or the section itself; undefined where that is in another one. */
  readonly current: { readonly line: number } | undefined
  readonly reach: 'by Tab' | 'by arrows'
  readonly onFold: (state: 'folded' | 'open') => void
  readonly onGo: (line: number) => void
}) {
  const { name, line, entries } = section
  const isOpen = state === 'open'
  const shown = entries.slice(0, MOST)
  const isMarked = current !== undefined && !(isOpen && shown.some((each) => each === current))
  return (
    <li
      role="treeitem"
      aria-expanded={isOpen}
      aria-label={`${name}, ${counted(entries.length, 'entry')}`}
      tabIndex={reach === 'by Tab' ? 0 : -1}
      {...(isMarked ? { 'aria-current': 'location' } : {})}
      onClick={({ target }) =>
        target instanceof Element && target.closest('.outline-fold')
          ? onFold(isOpen ? 'folded' : 'open')
          : onGo(line)
      }
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter' || event.key === ' ') act(event, () => onGo(line))
        if (event.key === 'ArrowRight' && !isOpen) act(event, () => onFold('open'))
        if (event.key === 'ArrowLeft' && isOpen) act(event, () => onFold('folded'))
      }}
    >
      <span className="outline-line">
        <span className="outline-fold" aria-hidden="true">
          {isOpen ? '▾' : '▸'}
        </span>
        <span className="outline-name">
          {name} <span className="count">{entries.length}</span>
        </span>
      </span>
      {isOpen && (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- What is below an item of a tree is no form.
        <ul role="group">
          {shown.map((entry) => (
            <li
              key={`${entry.line} ${entry.name}`}
              role="treeitem"
              tabIndex={-1}
              {...(entry === current ? { 'aria-current': 'location' } : {})}
              onClick={(event) => {
                event.stopPropagation()
                onGo(entry.line)
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' || event.key === ' ') act(event, () => onGo(entry.line))
              }}
            >
              <NameText name={entry.name} />
            </li>
          ))}
          {entries.length > MOST && (
            <li role="treeitem" tabIndex={-1} className="muted">
              and {counted(entries.length - MOST, 'more line')}
            </li>
          )}
        </ul>
      )}
    </li>
  )
}

function act(event: KeyboardEvent, what: () => void): void {
  event.preventDefault()
  event.stopPropagation()
  what()
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
}

/** Arrows walk through all that is unfolded; left goes from an entry to its section. */
function walk(event: KeyboardEvent<HTMLUListElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')]
  const at = items.indexOf(document.activeElement as HTMLElement)
  if (at === -1) return
  const step = STEPS[event.key]
  if (step) act(event, () => items[step(at, items.length - 1)]?.focus())
  if (event.key !== 'ArrowLeft') return
  const section = items[at]?.parentElement?.closest<HTMLElement>('[role=treeitem]')
  if (section) act(event, () => section.focus())
}
