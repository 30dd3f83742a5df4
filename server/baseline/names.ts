import { RebaselineError } from '../errors.ts'

/** Names of a baseline and its seed, without an extension. */
export type BaselineNames = readonly [baseline: string, seed: string]

/**
 * Names of the baseline and the seed that sort before every migration to come and every one that stays: with the width
 * of the folder's own numbers, since `0058_new` would sort before `001_baseline`; where a file that stays sorts before
 * that, with the number or the name of the last replaced one. No name is taken that a database may have run, be it one
 * that an export archived.
 */
export function baselineNames(
  replaced: readonly string[],
  later: readonly string[] = [],
  archived: readonly string[] = [],
): BaselineNames {
  return baselineNamer([...replaced, ...later], archived)(replaced.at(-1) ?? '', later)
}

/** The same for every line of one folder, by the last migration that is replaced; of those that stay the first ones are enough. */
export function baselineNamer(
  all: readonly string[],
  archived: readonly string[] = [],
): (last: string, later: readonly string[]) => BaselineNames {
  const known = new Set([...all, ...archived].map(folded))
  const always = usual(all)
  return (last, later) => {
    const candidates = [always, ...candidatesAfter(last)]
    const free = candidates.filter((names) => names.every((name) => !known.has(folded(name))))
    const fitting = free.filter((names) => sortBefore(names, later))
    const found = fitting.find((names) => sortAlikeBefore(names, later)) ?? fitting[0]
    if (found) return found
    const first = later.toSorted()[0] ?? ''
    throw new RebaselineError('baseline-sorts-late', {
      doing: 'find names for the baseline and the seed',
      happened: `between ${last === '' ? 'nothing' : last}, the last migration that they replace, and ${first}, the first one that stays, no name sorts`,
      help: `Choose another squash line, or give ${first} a name that sorts later where no database has run it.`,
    })
  }
}

/** Of the names behind each of them those that sort first, as a program sorts and as the machine's language does. */
export function firstsAfter(names: readonly string[]): (readonly string[])[] {
  const firsts: (readonly string[])[] = []
  let [plain, spoken]: (string | undefined)[] = []
  for (const name of names.toReversed()) {
    firsts.push([...new Set([plain, spoken])].filter((each) => each !== undefined))
    if (plain === undefined || name < plain) plain = name
    if (spoken === undefined || name.localeCompare(spoken) < 0) spoken = name
  }
  return firsts.reverse()
}

/** Why names would run after a file that stays; undefined where they run before all of them. */
export function whyLate(names: readonly string[], later: readonly string[]): string | undefined {
  const late = names.filter((name) => later.some((other) => other <= name))
  const [first] = later.toSorted()
  if (late.length === 0 || first === undefined) return undefined
  return `${late.join(' and ')} ${late.length === 1 ? 'sorts' : 'sort'} after ${first}, which stays and has to run after the baseline and the seed`
}

function candidatesAfter(last: string): readonly BaselineNames[] {
  const number = BEGINNING.exec(last)?.[0] ?? ''
  const begin = number === '' ? [] : [named(`${number}_`)]
  const after = last === '' ? [] : ['_', '-', '+'].map((sign) => named(`${last}${sign}`))
  return [...begin, ...after]
}

/** The number or the time that a name begins with. */
const BEGINNING = /^\d(?:[\d\-.: ]|(?<=\d)[_T](?=\d)|(?<=\d)Z(?!\p{L}))*(?<=[\dZ])/u

const named = (begin: string): BaselineNames => [`${begin}baseline`, `${begin}seed_definitions`]

function usual(migrations: readonly string[]): BaselineNames {
  const widths = migrations.flatMap((name) => /^(0\d*)/.exec(name)?.[1]?.length ?? [])
  const digits = migrations.flatMap((name) => /^(0\d*\d)/.exec(name)?.[1]?.length ?? [])
  const width = widths.length === 0 ? 3 : Math.max(3, ...digits)
  return [`${'1'.padStart(width, '0')}_baseline`, `${'2'.padStart(width, '0')}_seed_definitions`]
}

const sortBefore = ([, seed]: BaselineNames, later: readonly string[]): boolean =>
  later.every((name) => seed < name)

/** Kysely sorts what ran in the same millisecond as the machine's language does. */
const sortAlikeBefore = ([, seed]: BaselineNames, later: readonly string[]): boolean =>
  later.every((name) => seed.localeCompare(name) < 0)

/** As systems see it that do not tell letters by their case. */
const folded = (name: string): string => name.normalize('NFC').toLowerCase()
