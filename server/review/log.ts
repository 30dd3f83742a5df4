import { Type, type Static } from 'typebox'
import { Inputs } from '../project/last-run.ts'
import { hashText } from '../project/inputs.ts'
import { ITEMS, Person, type ItemId } from '../../shared/checklist.ts'
import { closed, oneOf, Time } from '../../shared/schema.ts'

const ACTIONS = ['signed', 'withdrew', 'acknowledged'] as const

/** One thing that a person stated, as it stands in `.rebaseline/review.json`. */
export const Entry = closed({
  at: Time,
  person: Person,
  action: oneOf(ACTIONS),
  /** An item of the checklist, or a class of differences. */
  subject: Type.String(),
  note: Type.String(),
  /** Hash of exactly what it is about. */
  content: Type.String(),
  /** The run it was looked at in, and hashes of the texts that run was made from. */
  run: Type.Integer(),
  inputs: Inputs,
  /** Hash of the entry before it. */
  previous: Type.String(),
  /** Of all of the above. */
  hash: Type.String(),
})
export type Entry = Static<typeof Entry>

/** An entry before it is put into the log. */
export type Statement = Omit<Entry, 'previous' | 'hash'>

/** Where the log ended when it was written last, kept in a file of its own: a log alone can't show that its end is gone. */
export const Head = closed({ entries: Type.Integer({ minimum: 0 }), hash: Type.String() })
export type Head = Static<typeof Head>

/** What the first entry follows. */
const BEGINNING = 'rebaseline'

/** Where a log ends. */
export const headOf = (log: readonly Entry[]): Head => ({
  entries: log.length,
  hash: log.at(-1)?.hash ?? BEGINNING,
})

/** The log with these at its end. */
export function extended(log: readonly Entry[], statements: readonly Statement[]): Entry[] {
  const chain = [...log]
  for (const statement of statements) {
    const linked = { ...statement, previous: headOf(chain).hash }
    chain.push({ ...linked, hash: hashOf(linked) })
  }
  return chain
}

/** Why a log is not the one that was written; null where it is. */
export function damageOf(log: readonly Entry[], head: Head): string | null {
  for (const [index, entry] of log.entries()) {
    const number = index + 1
    if (hashOf(entry) !== entry.hash) return `entry ${number} was changed after it was written`
    if (entry.previous === (log[index - 1]?.hash ?? BEGINNING)) continue
    return index === 0
      ? 'its beginning was cut off'
      : `entry ${number} does not follow entry ${index}: one was removed, added or moved`
  }
  if (log.length < head.entries) {
    return `its end was cut off: ${head.entries} entries were written, and ${log.length} are there`
  }
  // Whoever was killed between the two files left a log that is longer than the head says.
  if (headOf(log.slice(0, head.entries)).hash === head.hash) return null
  return `entry ${head.entries} is another one than the one that was written`
}

/** The form of what is hashed never changes with the order in which names were written. */
function hashOf({ at, person, action, subject, note, ...rest }: Omit<Entry, 'hash'>): string {
  const { content, run, inputs, previous } = rest
  const { migrations, baseline, seed, rules, major } = inputs
  const made = [run, migrations, baseline, seed, rules, major]
  const said = [at, person.name, person.email, action, subject, note]
  return hashText(JSON.stringify([previous, said, content, made]))
}

/** What follows from a log: the last sign-off of each item that was not withdrawn, the last acknowledgement of each class. */
export interface Folded {
  readonly signed: ReadonlyMap<string, Entry>
  readonly acknowledged: ReadonlyMap<string, Entry>
}

/** What counts of a log: the last statement about each item and class. */
export function folded(log: readonly Entry[]): Folded {
  const [signed, acknowledged] = [new Map<string, Entry>(), new Map<string, Entry>()]
  for (const entry of log) {
    if (entry.action === 'signed') signed.set(entry.subject, entry)
    if (entry.action === 'withdrew') signed.delete(entry.subject)
    if (entry.action === 'acknowledged') acknowledged.set(entry.subject, entry)
  }
  return { signed, acknowledged }
}

/** As people read it: `signed Tables present`. */
export function entryText({ action, subject }: Entry): string {
  if (action === 'acknowledged') return `acknowledged differences of class ${subject}`
  const title = subject in ITEMS ? ITEMS[subject as ItemId] : subject
  return `${action === 'signed' ? 'signed' : 'withdrew the sign-off of'} ${title}`
}
