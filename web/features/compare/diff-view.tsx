import DOMPurify from 'dompurify'
import { useEffect, useRef } from 'react'
import 'diff2html/bundles/css/diff2html.min.css'
import './diff.css'

const ALLOWED = {
  ALLOWED_TAGS: ['div', 'span', 'table', 'tbody', 'tr', 'td', 'ins', 'del', 'br'],
  ALLOWED_ATTR: ['class'],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
} as const

/** What diff2html drew, stripped of everything but tables and marked text. */
export function DiffView({ html }: { readonly html: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const drawn = DOMPurify.sanitize(html, {
      ...ALLOWED,
      ALLOWED_TAGS: [...ALLOWED.ALLOWED_TAGS],
      ALLOWED_ATTR: [...ALLOWED.ALLOWED_ATTR],
    })
    for (const head of drawn.querySelectorAll('.d2h-file-header')) head.remove()
    nameSides(drawn)
    box.current?.replaceChildren(drawn)
    if (box.current) showFirstMark(box.current)
  }, [html])
  return <div className="diff" ref={box} />
}

const BESIDE_MARK = 24

/** Lines are never wrapped: where the first change stands beyond the edge, both halves are scrolled to it. */
function showFirstMark(box: HTMLElement): void {
  const halves = [...box.querySelectorAll<HTMLElement>('[role=region]')]
  const beyond = halves.map((half) => {
    const mark = half.querySelector('ins, del')?.getBoundingClientRect()
    return mark ? mark.right + BESIDE_MARK - half.getBoundingClientRect().right : 0
  })
  for (const half of halves) half.scrollLeft = Math.max(0, ...beyond)
}

/** Each half is a part with a name, and scrolls sideways by keys. */
function nameSides(drawn: DocumentFragment): void {
  const halves = drawn.querySelectorAll<HTMLElement>('.d2h-file-side-diff')
  const parts = halves.length > 0 ? halves : drawn.querySelectorAll<HTMLElement>('.d2h-file-diff')
  const names =
    halves.length > 0 ? ['Old definition', 'Rebuilt definition'] : ['Old and rebuilt definition']
  for (const [index, part] of [...parts].entries()) {
    part.setAttribute('role', 'region')
    part.setAttribute('aria-label', names[index] ?? 'Definition')
    part.tabIndex = 0
  }
}
