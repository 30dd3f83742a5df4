import type { DifferenceClass, Finding } from '../../../shared/finding.ts'
import { blocks, DIFFERENCE_CLASSES } from '../../../shared/finding.ts'
import type { FindingKind } from '../../../shared/kinds.ts'
import { KIND_NAMES, kindRank } from '../../../shared/kinds.ts'
import { describeAddress } from '../../../shared/model.ts'

/** A finding with what it is searched by and a key that stays when others are filtered away. */
export interface Listed {
  readonly key: number
  readonly finding: Finding
  readonly name: string
  readonly haystack: string
}

/** A heading and what stands under it on this page; `total` counts what the filter lets through on all pages. */
export interface Group<Name extends string, Item> {
  readonly name: Name
  readonly total: number
  readonly items: readonly Item[]
}

export type Severity = 'blocking' | 'acceptable'
export type KindGroup = Group<FindingKind, Listed>
export type ClassGroup = Group<DifferenceClass, KindGroup>
export type SeverityGroup = Group<Severity, ClassGroup>

export const PAGE_SIZE = 100

const CLASS_ORDER = Object.keys(DIFFERENCE_CLASSES)

const byPlace = (first: Listed, second: Listed): number =>
  Number(blocks(second.finding)) - Number(blocks(first.finding)) ||
  CLASS_ORDER.indexOf(first.finding.class) - CLASS_ORDER.indexOf(second.finding.class) ||
  kindRank(first.finding.kind) - kindRank(second.finding.kind) ||
  KIND_NAMES[first.finding.kind].localeCompare(KIND_NAMES[second.finding.kind], 'en') ||
  first.name.localeCompare(second.name, 'en')

const haystackOf = (finding: Finding, name: string): string =>
  [
    name,
    KIND_NAMES[finding.kind],
    finding.change,
    finding.note ?? '',
    finding.sql ?? '',
    ...finding.attributes.flatMap(({ name: attribute, old, rebuilt }) => [
      attribute,
      typeof old === 'string' ? old : JSON.stringify(old),
      typeof rebuilt === 'string' ? rebuilt : JSON.stringify(rebuilt),
    ]),
  ]
    .join('\n')
    .toLowerCase()

/** All findings in reading order: what blocks first, then by class, kind and name. */
export const listFindings = (findings: readonly Finding[]): readonly Listed[] =>
  findings
    .map((finding, key) => {
      const name = describeAddress(finding.address)
      return { key, finding, name, haystack: haystackOf(finding, name) }
    })
    .toSorted(byPlace)

/** Keeps the findings of a class (any, if empty) that hold every word somewhere. */
export function filterFindings(
  listed: readonly Listed[],
  filter: { readonly find: string; readonly class: string },
): readonly Listed[] {
  const words = filter.find.toLowerCase().split(/\s+/).filter(Boolean)
  return listed.filter(
    ({ finding, haystack }) =>
      (filter.class === '' || finding.class === filter.class) &&
      words.every((word) => haystack.includes(word)),
  )
}

export const pageCount = (listed: readonly Listed[]): number =>
  Math.max(1, Math.ceil(listed.length / PAGE_SIZE))

/** One page of findings under their headings, each with the count of all its findings. */
export function groupPage(listed: readonly Listed[], page: number): readonly SeverityGroup[] {
  const shown = listed.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)
  return groupBy(shown, listed, severityOf, (bySeverity, all) =>
    groupBy(
      bySeverity,
      all,
      ({ finding }) => finding.class,
      (byClass, ofClass) =>
        groupBy(
          byClass,
          ofClass,
          ({ finding }) => finding.kind,
          (byKind) => byKind,
        ),
    ),
  )
}

const severityOf = ({ finding }: Listed): Severity => (blocks(finding) ? 'blocking' : 'acceptable')

function groupBy<Name extends string, Item>(
  shown: readonly Listed[],
  all: readonly Listed[],
  nameOf: (listed: Listed) => Name,
  itemsOf: (shown: readonly Listed[], all: readonly Listed[]) => readonly Item[],
): readonly Group<Name, Item>[] {
  const whole = partition(all, nameOf)
  return [...partition(shown, nameOf)].map(([name, members]) => {
    const everywhere = whole.get(name) ?? []
    return { name, total: everywhere.length, items: itemsOf(members, everywhere) }
  })
}

function partition<Name extends string>(
  listed: readonly Listed[],
  nameOf: (listed: Listed) => Name,
) {
  const parts = new Map<Name, Listed[]>()
  for (const each of listed) {
    const part = parts.get(nameOf(each))
    if (part) part.push(each)
    else parts.set(nameOf(each), [each])
  }
  return parts
}
