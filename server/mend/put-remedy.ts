import type { DraftName } from '../../shared/draft.ts'
import { stepsOf, type Step } from './acts.ts'
import { insertAnchored } from './anchored.ts'
import { insertStatements, type Inserted, type Insertion, type Said } from './insert.ts'
import { readMigration } from './migration-text.ts'
import { neededOf, type Remedy } from './remedy.ts'

/** A text that statements are put into. */
export interface PutPlace {
  readonly name: DraftName
  readonly file: string
  readonly text: string
  /** What was generated for it, where the statements may stand as there. */
  readonly generated: string | null
  /** Whether what was put in before was edited since, so that it is still there. */
  readonly edited: 'inside' | 'around'
  /** What it was compared with, as its remarks name it. */
  readonly against: 'old' | 'live'
}

/** Puts statements of a remedy into one text: each where it belongs, as far as that is certain. */
export function putRemedy(
  { name, file, text, generated, edited, against }: PutPlace,
  settings: Readonly<Record<string, string>>,
  remedy: Remedy & { readonly first: readonly Said[]; readonly last: readonly Said[] },
): Inserted | { readonly why: string } {
  const anchored =
    generated === null || edited === 'inside'
      ? undefined
      : insertAnchored(file, text, generated, remedy.baseline)
  if (anchored) return anchored
  const { first, last } = remedy
  return insertStatements(file, text, {
    first,
    settings,
    ...(name === 'baseline' && edited === 'around'
      ? besideOthers(file, text, remedy, settings, against)
      : { last, about: ABOUT[name](against) }),
  })
}

/** Each statement where it belongs, as far as that is certain. */
function besideOthers(
  file: string,
  text: string,
  { baseline, placesIn }: Remedy,
  settings: Readonly<Record<string, string>>,
  against: PutPlace['against'],
): Pick<Insertion, 'last' | 'about' | 'beside'> {
  const steps = stepsIn(file, text)
  const places = placesIn(steps)
  const beside = steps.flatMap((step, place) => {
    const statements = baseline.filter((_, index) => places[index] === place)
    if (statements.length === 0) return []
    return { step, statements, settings: neededOf(settings, statements), about: added(against) }
  })
  const stray = baseline.filter((_, index) => steps[places[index] ?? -1] === undefined)
  const about = ABOUT.baseline(against)
  const isFound = stray.every(({ phase = 'main' }) => phase !== 'main')
  return { beside, last: stray, about: isFound ? about : `${about} ${LAST}` }
}

/** What each statement of a migration does; nothing where that can't be told. */
export function stepsIn(file: string, text: string): readonly Step[] {
  const read = readMigration(file, text)
  return 'why' in read ? [] : stepsOf(read.migration)
}

const added = (against: PutPlace['against']): string =>
  `Added by Rebaseline: missing or different in the comparison with the ${against} database.`
const LAST = 'It stands at the end, since no place among the statements before it was certain.'
const ABOUT: Readonly<Record<DraftName, (against: PutPlace['against']) => string>> = {
  baseline: (against) =>
    `Added by Rebaseline: what the comparison with the ${against} database found missing or different.`,
  seed: (against) =>
    `Added by Rebaseline: rows and sequences as the ${against === 'old' ? 'old migrations left them' : 'live database has them'}.`,
}
