import type { FindingView, Status, TreeEntry } from '../../../shared/object.ts'
import { plural } from '../../../shared/report.ts'
import { groupBy } from '../../../shared/group-by.ts'
import type { Grouping } from '../../lib/compare-search.ts'
import { kindName, kindOrder } from '../../lib/kind-names.ts'
import { STATUS_LOOKS } from '../../lib/verdicts.ts'

/** What objects must have to stand in the tree; empty texts let everything through. */
export interface TreeFilter {
  readonly status: string
  readonly kind: string
  readonly class: string
  readonly find: string
  /** Ids of objects whose statements or parts hold the words; undefined while nobody knows. */
  readonly found: ReadonlySet<string> | undefined
}

/** A heading of the tree with all that stands under it. */
export interface Branch {
  readonly key: string
  readonly title: string
  readonly status: Status
  readonly count: number
  readonly branches: readonly Branch[]
  readonly entries: readonly TreeEntry[]
}

/** One row of the tree as it is drawn: a heading or an object. */
export type TreeRow = {
  readonly key: string
  readonly level: number
  readonly position: number
  readonly siblings: number
} & (
  | { readonly type: 'branch'; readonly branch: Branch; readonly expanded: boolean }
  | { readonly type: 'entry'; readonly entry: TreeEntry }
)

const STATUS_ORDER = Object.keys(STATUS_LOOKS) as Status[]

/** Name and schema as people write them. */
export const fullName = ({ schema, name }: Pick<TreeEntry, 'schema' | 'name'>): string =>
  schema === '' ? name : `${schema}.${name}`

export const isToReview = ({ status }: Pick<TreeEntry, 'status'>): boolean => status !== 'same'

/** The objects that the filter lets through. */
export function filterEntries(
  entries: readonly TreeEntry[],
  findings: readonly FindingView[],
  filter: TreeFilter,
): readonly TreeEntry[] {
  const words = filter.find.toLowerCase().split(/\s+/).filter(Boolean)
  const having = objectsHaving(findings, filter)
  return entries.filter((entry) => {
    if (filter.status !== '' && entry.status !== filter.status) return false
    if (filter.class !== '' && !having.has(entry.id)) return false
    if (filter.kind !== '' && !isOrHas(entry, filter.kind) && !having.has(entry.id)) return false
    if (words.length === 0 || filter.found?.has(entry.id)) return true
    const name = fullName(entry).toLowerCase()
    return words.every((word) => name.includes(word))
  })
}

/** Whether an object is of a kind, or has parts that are. */
const isOrHas = ({ kind, parts }: Pick<TreeEntry, 'kind' | 'parts'>, wanted: string): boolean =>
  kind === wanted || parts.includes(wanted)

/** Objects with a finding of the class and the kind that are asked for. */
const objectsHaving = (
  findings: readonly FindingView[],
  filter: Pick<TreeFilter, 'kind' | 'class'>,
): ReadonlySet<string | null> =>
  filter.kind === '' && filter.class === ''
    ? new Set()
    : new Set(findings.filter((finding) => isOf(finding, filter)).map(({ object }) => object))

const isOf = (finding: FindingView, { kind, class: name }: Pick<TreeFilter, 'kind' | 'class'>) =>
  (kind === '' || finding.kind === kind) && (name === '' || finding.class === name)

/**
 * The findings that the filter lets through: those of the objects that it lets through, where they have one. Of an
 * object that is of another kind than the one that is asked for, only those about its parts of that kind.
 */
export function filterFindings(
  findings: readonly FindingView[],
  shown: ReadonlyMap<string, Pick<TreeEntry, 'kind'>>,
  filter: Pick<TreeFilter, 'kind' | 'class' | 'status' | 'find'>,
): readonly FindingView[] {
  const words = filter.find.toLowerCase().split(/\s+/).filter(Boolean)
  return findings.filter((finding) => {
    if (filter.class !== '' && finding.class !== filter.class) return false
    if (finding.object !== null) {
      const object = shown.get(finding.object)
      return (
        object !== undefined && [finding.kind, object.kind].some((kind) => isAsked(kind, filter))
      )
    }
    if (filter.status !== '' || (filter.kind !== '' && finding.kind !== filter.kind)) return false
    const text = finding.address.names.join('.').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

const isAsked = (kind: string, filter: Pick<TreeFilter, 'kind'>): boolean =>
  filter.kind === '' || kind === filter.kind

/** Objects under what they are: by difference first, then by kind, schema or domain. */
export const treeOf = (entries: readonly TreeEntry[], group: Grouping): readonly Branch[] =>
  STATUS_ORDER.flatMap((status) => {
    const members = entries.filter((entry) => entry.status === status)
    if (members.length === 0) return []
    const { word } = STATUS_LOOKS[status]
    const branches = [...groupBy(members, (entry) => entry[group] ?? '')]
      .toSorted(([first], [second]) =>
        group === 'kind'
          ? kindOrder(first, second)
          : // What nothing shows a domain of comes last.
            (group === 'domain' ? Number(first === '') - Number(second === '') : 0) ||
            first.localeCompare(second, 'en'),
      )
      .map(([name, parts]) => branchOf(status, name, parts, group))
    return [{ key: status, title: word, status, count: members.length, branches, entries: [] }]
  })

const branchOf = (
  status: Status,
  name: string,
  entries: readonly TreeEntry[],
  group: Grouping,
): Branch => ({
  key: `${status}/${name}`,
  title: group === 'kind' ? plural(kindName(name)) : name === '' ? `no ${group}` : name,
  status,
  count: entries.length,
  branches: [],
  entries: entries.toSorted((first, second) =>
    fullName(first).localeCompare(fullName(second), 'en', { numeric: true }),
  ),
})

/** Whether a heading is unfolded; what is no work is folded at first. */
export function isExpanded(
  branch: Branch,
  chosen: ReadonlyMap<string, boolean>,
  opened: ReadonlySet<string>,
): boolean {
  const choice = chosen.get(branch.key)
  if (choice !== undefined) return choice
  return !['same', 'acceptable'].includes(branch.key) || opened.has(branch.key)
}

/** The rows to draw, from the top. */
export function rowsOf(
  branches: readonly Branch[],
  expanded: (branch: Branch) => boolean,
  level = 1,
): readonly TreeRow[] {
  return branches.flatMap((branch, index) => {
    const isOpen = expanded(branch)
    const row: TreeRow = {
      type: 'branch',
      key: branch.key,
      level,
      position: index + 1,
      siblings: branches.length,
      branch,
      expanded: isOpen,
    }
    if (!isOpen) return [row]
    const entries = branch.entries.map((entry, position): TreeRow => ({
      type: 'entry',
      key: entry.id,
      level: level + 1,
      position: position + 1,
      siblings: branch.entries.length,
      entry,
    }))
    return [row, ...rowsOf(branch.branches, expanded, level + 1), ...entries]
  })
}

/** All objects in the order of the tree, folded ones too. */
export const entriesInOrder = (branches: readonly Branch[]): readonly TreeEntry[] =>
  branches.flatMap(({ branches: inner, entries }) => [...entriesInOrder(inner), ...entries])

/** The next object, in a direction, that somebody has to look at and has not yet. */
export function nextToReview(
  entries: readonly TreeEntry[],
  current: string,
  step: 1 | -1,
  isViewed: (entry: TreeEntry) => boolean,
): TreeEntry | undefined {
  const start = entries.findIndex(({ id }) => id === current)
  const ahead =
    step === 1 ? entries.slice(start + 1) : entries.slice(0, Math.max(0, start)).toReversed()
  return ahead.find((entry) => isToReview(entry) && !isViewed(entry))
}
