import { useObjectKeys } from './object-keys.tsx'

/** One way through the differences: to the next one, or to the one before. */
export type Step = 1 | -1

/** `n` and `p` move the focus from difference to difference of an object; past the last one, `onEnd` says what comes next. */
export function useDifferenceKeys(object: string, onEnd: (step: Step) => void): void {
  const move = (step: Step) => {
    const all = differences()
    const current = all.findIndex((each) => each.contains(document.activeElement))
    const next = current < 0 ? endOf(all, step) : all[current + step]
    if (next) show(next)
    else onEnd(step)
  }
  useObjectKeys(object, { n: () => move(1), p: () => move(-1) })
}

/** Moves the focus to the difference that somebody who walks that way meets first. */
export function enterDifferences(step: Step): void {
  const first = endOf(differences(), step)
  if (first) show(first)
}

const differences = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>('[data-difference]'),
]

const endOf = (all: readonly HTMLElement[], step: Step): HTMLElement | undefined =>
  step === 1 ? all[0] : all.at(-1)

function show(target: HTMLElement): void {
  target.focus()
  target.scrollIntoView({ block: 'nearest' })
}
