import type { Change, Comparison, KindCount, Verdict } from './finding.ts'
import { blocks } from './finding.ts'
import type { FindingKind } from './kinds.ts'
import { KIND_NAMES, kindRank } from './kinds.ts'
import { describeAddress, type Address } from './model.ts'

/** What a comparison comes to, in words: the same on the page and in the terminal. */
export interface Summary {
  readonly verdict: Verdict
  /** `65 differences in 412 objects, 51 of them block` */
  readonly headline: string
  /** `61 tables, 540 columns; not compared: nothing` */
  readonly coverage: string
}

/** Verdicts as people read them. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  equal: 'Equal',
  acceptable: 'Acceptable',
  different: 'Different',
  unknown: 'Could not tell',
}

/** What became of an object, after its name. */
export const CHANGE_WORDS: Readonly<Record<Change, string>> = {
  missing: 'is missing',
  added: 'was added',
  changed: 'changed',
  renamed: 'was renamed',
}

/** `column public.users.email`: the kind, unless the address begins with it. */
export function subjectOf(kind: FindingKind, address: Address): string {
  const described = describeAddress(address)
  const word = KIND_NAMES[kind]
  if (described.startsWith(word) || kind === 'unmodeled') return described
  return `${word} ${described.slice(address.type.length + 1)}`
}

const NUMBER = new Intl.NumberFormat('en')

/** `5,000` */
export const formatNumber = (number: number): string => NUMBER.format(number)

/** `1 index`, `2 indexes`, `1 seed row` */
export const counted = (number: number, word: string): string =>
  `${formatNumber(number)} ${number === 1 ? word.replace(/rows$/, 'row') : plural(word)}`

/** `indexes`, `row-level security policies`, `members of a publication`; `seed rows` are many already. */
export function plural(word: string): string {
  const [, first, rest] = /^(\S+)( of .+)$/.exec(word) ?? []
  if (first !== undefined) return `${plural(first)}${rest}`
  if (/(?:rows|statistics)$/.test(word)) return word
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:x|s|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

/** The counts of a comparison in the order people read a schema. */
export const countsInOrder = (
  comparison: Comparison,
): readonly (readonly [FindingKind, KindCount])[] =>
  (Object.entries(comparison.counts) as [FindingKind, KindCount][]).toSorted(
    ([first], [second]) => kindRank(first) - kindRank(second),
  )

/** Says what was found, in how much, and what was left out. Where nothing was compared, nothing is equal. */
export function summarize(comparison: Comparison): Summary {
  const counts = countsInOrder(comparison)
  const old = sum(counts, 'old')
  const rebuilt = sum(counts, 'rebuilt')
  const verdict = old + rebuilt === 0 ? 'unknown' : comparison.verdict
  const kinds = counts.filter(([, count]) => count.old > 0)
  const contents = kinds.map(([kind, count]) => counted(count.old, KIND_NAMES[kind])).join(', ')
  return {
    verdict,
    headline:
      old + rebuilt === 0
        ? 'nothing was compared'
        : headline(comparison, verdict, objects(old, rebuilt)),
    coverage: `${contents || 'no objects'}; not compared: ${leftOut(comparison)}`,
  }
}

function headline({ findings }: Comparison, verdict: Verdict, inObjects: string): string {
  const found = `${counted(findings.length, 'difference')} in ${inObjects}`
  const blocking = findings.filter(blocks).length
  if (verdict === 'unknown') return `${found} that could be read`
  if (verdict === 'equal') return found
  if (verdict === 'acceptable')
    return `${found}, ${findings.length === 1 ? 'it is' : 'all'} acceptable`
  return `${found}, ${formatNumber(blocking)} of them ${blocking === 1 ? 'blocks' : 'block'}`
}

const objects = (old: number, rebuilt: number): string =>
  old === rebuilt
    ? counted(old, 'object')
    : `${counted(old, 'object')} (${formatNumber(rebuilt)} rebuilt)`

const leftOut = ({ notCompared }: Comparison): string =>
  notCompared.length === 0 ? 'nothing' : counted(notCompared.length, 'item')

const sum = (counts: readonly (readonly [FindingKind, KindCount])[], side: 'old' | 'rebuilt') =>
  counts.reduce((total, [, count]) => total + count[side], 0)
