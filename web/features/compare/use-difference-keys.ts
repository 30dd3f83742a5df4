import { useKeys } from '../../lib/use-keys.ts'

/** `n` and `p` move the focus from difference to difference; past the last one, `onEnd` says what comes next. */
export function useDifferenceKeys(onEnd: (step: 1 | -1) => void): void {
  const move = (step: 1 | -1) => {
    const all = [...document.querySelectorAll<HTMLElement>('[data-difference]')]
    const current = all.findIndex((each) => each.contains(document.activeElement))
    const next = current < 0 ? (step === 1 ? 0 : all.length - 1) : current + step
    const target = all[next]
    if (!target) return onEnd(step)
    target.focus()
    target.scrollIntoView({ block: 'nearest' })
  }
  useKeys({ n: () => move(1), p: () => move(-1) })
}
