import { useDeferredValue, useMemo, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Finding } from '../../../shared/finding.ts'
import { setView, useView } from '../../lib/address-bar.ts'
import { useKeys } from '../../lib/use-keys.ts'
import { FilterBar } from './filter-bar.tsx'
import { FindingsList } from './findings-list.tsx'
import { KeysHelp } from './keys-help.tsx'
import { Pager } from './pager.tsx'
import { filterFindings, groupPage, listFindings, pageCount } from './select-findings.ts'

interface Pages {
  readonly page: number
  readonly pages: number
}

/** All differences of a comparison: filtered, grouped, a page at a time, walked by keyboard. */
export function Differences({ findings }: { readonly findings: readonly Finding[] }) {
  const view = useView()
  const find = useDeferredValue(view.find)
  const listed = useMemo(() => listFindings(findings), [findings])
  const filtered = useMemo(
    () => filterFindings(listed, { find, class: view.class }),
    [listed, find, view.class],
  )
  const pages = pageCount(filtered)
  const page = Math.min(view.page, pages)
  const groups = useMemo(() => groupPage(filtered, page), [filtered, page])

  const list = useRef<HTMLDivElement>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  useKeys({
    j: () => stepFrom(list.current, 'forth', { page, pages }),
    k: () => stepFrom(list.current, 'back', { page, pages }),
    '/': () => searchBox.current?.focus(),
  })

  if (findings.length === 0) return null
  return (
    <section aria-labelledby="differences">
      <h3 id="differences">Differences</h3>
      <FilterBar view={view} listed={listed} shown={filtered.length} searchBox={searchBox} />
      <KeysHelp />
      <div ref={list}>
        <FindingsList groups={groups} />
      </div>
      {filtered.length === 0 && <p className="empty">No difference matches this filter.</p>}
      <Pager page={page} pages={pages} total={filtered.length} />
    </section>
  )
}

/** Moves the focus to the next or previous finding, turning the page where this one ends. */
function stepFrom(list: HTMLElement | null, direction: 'forth' | 'back', pages: Pages): void {
  const step = direction === 'forth' ? 1 : -1
  const cards = cardsIn(list)
  const current = cards.findIndex((card) => card.contains(document.activeElement))
  const next = cards[current < 0 ? 0 : current + step]
  const nextPage = pages.page + step
  if (next) return next.focus()
  if (nextPage < 1 || nextPage > pages.pages) return
  flushSync(() => setView({ page: nextPage }))
  cardsIn(list)
    .at(direction === 'forth' ? 0 : -1)
    ?.focus()
}

const cardsIn = (list: HTMLElement | null): readonly HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[data-finding]') ?? []),
]
