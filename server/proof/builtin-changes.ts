import type { Finding } from '../../shared/finding.ts'
import { describeAddress, type BuiltinChange, type Model } from '../../shared/model.ts'
import type { Origin } from './database-facts.ts'

/** What was changed of Postgres's own objects on one side only, or otherwise on the other. */
export function builtinFindings(old: Model, rebuilt: Model, origin: Origin): Finding[] {
  if (origin === 'beside') return []
  const [mine, theirs] = [tell(old), tell(rebuilt)]
  return differing(old, rebuilt).map((key): Finding => {
    const { address, what } = (mine.get(key) ?? theirs.get(key)) as BuiltinChange
    const [inOld, inRebuilt] = [mine.get(key), theirs.get(key)]
    return {
      class: 'unmodeled',
      kind: 'unmodeled',
      address,
      change: inOld && inRebuilt ? 'changed' : inOld ? 'missing' : 'added',
      attributes: [{ name: what, old: inOld?.says ?? null, rebuilt: inRebuilt?.says ?? null }],
      note: `it is Postgres's own and was ${what}: no kind reads that`,
    }
  })
}

/** Whoever runs a server may change such objects for all of it: beside what is built here they are only named. */
export function builtinNotes(old: Model, rebuilt: Model, origin: Origin): string[] {
  const keys = origin === 'beside' ? differing(old, rebuilt) : []
  if (keys.length === 0) return []
  const all = new Map([...tell(old), ...tell(rebuilt)])
  const names = keys.flatMap((key) => {
    const change = all.get(key)
    return change ? [`${describeAddress(change.address)} (${change.what})`] : []
  })
  const more = names.length - MOST_NAMED
  return [
    `Postgres's own objects that were changed on one side: ${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  ]
}

const MOST_NAMED = 10

const tell = ({ builtins = [] }: Model): Map<string, BuiltinChange> =>
  new Map(builtins.map((each) => [`${each.what} ${each.key}`, each]))

function differing(old: Model, rebuilt: Model): string[] {
  const [mine, theirs] = [tell(old), tell(rebuilt)]
  return [...new Set([...mine.keys(), ...theirs.keys()])].filter(
    (key) => mine.get(key)?.says !== theirs.get(key)?.says,
  )
}
