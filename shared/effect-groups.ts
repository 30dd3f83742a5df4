import type { Effect } from './history.ts'
import { addressOf, keyOf, type Address } from './model.ts'

/** What a migration did to one object that stands alone, and to its parts. */
export interface EffectGroup {
  /** Its address after the migration; of what was dropped, before it. */
  readonly address: Address
  /** What was done to itself; null where only parts of it were touched. */
  readonly own: Effect | null
  readonly parts: readonly Effect[]
}

/** Effects by the object that they belong to at last: those on a column's default by its table. In the order in which they were met. */
export function groupEffects(effects: readonly Effect[]): readonly EffectGroup[] {
  const after = new Map<string, Effect>()
  const before = new Map<string, Effect>()
  for (const effect of effects) {
    if (effect.change !== 'dropped') after.set(keyOf(effect.address), effect)
    if (effect.change !== 'created') before.set(keyOf(effect.was ?? effect.address), effect)
  }
  // What is gone names its parent as that was called before.
  const known = ({ change }: Effect, key: string): Effect | undefined =>
    change === 'dropped' ? (before.get(key) ?? after.get(key)) : (after.get(key) ?? before.get(key))
  const groups = new Map<string, { address: Address; own: Effect | null; parts: Effect[] }>()
  const groupAt = (of: Effect | string) => {
    const address = typeof of === 'string' ? addressOf(of) : of.address
    // A table that was dropped and one of its name that was made are two.
    const key = `${typeof of === 'string' || of.change !== 'dropped' ? '' : 'dropped '}${keyOf(address)}`
    const found = groups.get(key) ?? { address, own: null, parts: [] }
    groups.set(key, found)
    return found
  }
  for (const effect of effects) {
    const whole = wholeOf(effect, known)
    const group = groupAt(whole)
    if (whole === effect) group.own = effect
    else group.parts.push(effect)
  }
  return [...groups.values()]
}

/** The effect on the whole that it is a part of, or the key of that where nothing was done to it. */
function wholeOf(
  effect: Effect,
  known: (part: Effect, key: string) => Effect | undefined,
): Effect | string {
  if (effect.parent === null) return effect
  const above = known(effect, effect.parent)
  if (above && above !== effect) return wholeOf(above, known)
  const { type, names } = addressOf(effect.parent)
  if (!type.endsWith(' column')) return effect.parent
  const table = keyOf({
    type: type.slice(0, -' column'.length),
    names: names.slice(0, -1),
    args: [],
  })
  return known(effect, table) ?? table
}

/** What was done to the objects themselves: not what came or went with the whole that it is a part of, nor what only follows. */
export function doneIn({ own, parts }: EffectGroup): readonly Effect[] {
  const isWhole = own !== null && WHOLE.has(own.change)
  return [...(own ? [own] : []), ...(isWhole ? [] : parts)].filter(
    ({ change }) => change !== 'follows',
  )
}

const WHOLE: ReadonlySet<Effect['change']> = new Set(['created', 'dropped', 'rebuilt'])
