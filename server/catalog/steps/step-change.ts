import type { Pin } from '../dependencies.ts'
import type { Placement, StepObject } from './step-model.ts'

/** What became of a database from one look to the next: of what may be otherwise, all that was there and all that is. */
export interface StepChange {
  readonly before: ReadonlyMap<string, StepObject>
  readonly after: ReadonlyMap<string, StepObject>
  /** The same object by its key before and after, as the server itself knows it. */
  readonly same: ReadonlyMap<string, string>
  /** Keys, after, of what was written itself; others may be printed otherwise because of that. */
  readonly written: ReadonlySet<string>
  /** What else the database has, in words, where that changed. */
  readonly database: readonly {
    readonly name: string
    readonly before: string | null
    readonly after: string | null
  }[]
  /** Something changed that is no object of the model: what no kind reads, or Postgres's own. */
  readonly more: boolean
}

/** What was known of some objects, and what is. */
export interface Patch {
  readonly before: ReadonlyMap<string, Placement>
  readonly after: ReadonlyMap<string, Placement>
}

/** One look after the other, as one. */
export const merged = (first: Patch, second: Patch): Patch => ({
  // What the first already put in place was not there before.
  before: new Map([
    ...[...second.before].filter(([identity]) => !first.after.has(identity)),
    ...first.before,
  ]),
  after: second.after,
})

export const NOTHING: StepChange = {
  before: new Map(),
  after: new Map(),
  same: new Map(),
  written: new Set(),
  database: [],
  more: false,
}

/** What two readings of the same objects tell, where these were written themselves. */
export function changeOf(
  before: Patch['before'],
  after: Patch['after'],
  written: ReadonlySet<Pin>,
): Pick<StepChange, 'before' | 'after' | 'same' | 'written'> {
  const same = new Map<string, string>()
  const keys = new Set<string>()
  for (const [identity, { pin, object }] of after) {
    if (!object) continue
    if (written.has(pin)) keys.add(object.key)
    const was = before.get(identity)?.object
    if (was) same.set(was.key, object.key)
  }
  return { before: objectsIn(before), after: objectsIn(after), same, written: keys }
}

const objectsIn = (placed: Patch['before']): ReadonlyMap<string, StepObject> =>
  new Map(
    [...placed.values()].flatMap(({ object }) => (object ? [[object.key, object] as const] : [])),
  )
