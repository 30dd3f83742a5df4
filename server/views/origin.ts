import { goneIn, type Gone } from '../history/provenance.ts'
import type { ComparedRun } from '../project/run.ts'
import type { History, Provenance } from '../../shared/history.ts'
import { kindRank } from '../../shared/kinds.ts'
import { describeAddress, keyOf, ownNameOf } from '../../shared/model.ts'
import type { Origin, OriginLine } from '../../shared/object.ts'
import { nameOfPart } from './naming.ts'
import { shownSide, type Entry, type ObjectPair } from './run-index.ts'

/** What is looked up of a history by the key of an object. */
interface Told {
  readonly provenance: ReadonlyMap<string, Provenance>
  readonly gone: ReadonlyMap<string, Gone>
  /** The migrations of which is not known what they did. */
  readonly unread: readonly string[]
}

const known = new WeakMap<History, Told>()

/** Which of the old migrations made an entry and its parts, and which touched them. */
export function originOf({ history }: ComparedRun, { pair, parts }: Entry): Origin {
  if (!history) return { lines: [], why: 'no migrations were replayed for this comparison' }
  if (!pair) return { lines: [], why: 'no kind reads it, so nothing tells of its migrations' }
  const told = toldBy(history)
  const ordered = parts.toSorted(
    (a, b) => kindRank(shownSide(a).kind) - kindRank(shownSide(b).kind),
  )
  return { lines: [pair, ...ordered].map((part) => lineOf(part, pair, told)), why: null }
}

function toldBy(history: History): Told {
  const found = known.get(history)
  if (found) return found
  const { migrations, provenance } = history
  const told = {
    provenance: new Map(provenance.map((each) => [keyOf(each.address), each])),
    gone: goneIn(migrations),
    unread: migrations.flatMap(({ name, effects }) => (effects ? [] : [name])),
  }
  known.set(history, told)
  return told
}

function lineOf(part: ObjectPair, whole: ObjectPair, told: Told): OriginLine {
  const object = shownSide(part)
  const name = part === whole ? ownNameOf(object.address) : nameOfPart(object, shownSide(whole))
  const line = { key: object.key, kind: object.kind, name }
  const origin = part.old ? told.provenance.get(part.old.key) : undefined
  return {
    ...line,
    created: origin?.created ?? null,
    touched: origin?.touched ?? [],
    was: (origin?.was ?? []).map((address) => address.names.join('.')),
    note: origin?.created ? null : noteOf(part, told),
  }
}

/** Why no migration is named as the one that made it. */
function noteOf({ old, rebuilt }: ObjectPair, { gone, unread }: Told): string {
  if (!old) {
    const end = rebuilt ? gone.get(rebuilt.key) : undefined
    if (!end) return 'only in rebuilt: no old migration leaves it'
    const { migration, nowCalled } = end
    return nowCalled
      ? `only in rebuilt: ${migration} makes it ${describeAddress(nowCalled)}`
      : `only in rebuilt: ${migration} drops it`
  }
  const [first] = unread
  if (first !== undefined) return `not known: what ${first} did could not be told`
  return `no migration makes it: it was there before the first one, or comes with what it is a part of`
}
