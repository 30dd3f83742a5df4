import type { VolatileAttributes } from '../compare/volatile.ts'
import { hashRules } from '../project/inputs.ts'
import type { RunRecord } from '../project/last-run.ts'
import type { ComparedRun } from '../project/run.ts'
import { pairLeftOut } from '../rows/left-out.ts'
import { ITEM_IDS, ITEM_OF, TEXT_OF, type Evidence, type ItemId } from '../../shared/checklist.ts'
import type { DraftName } from '../../shared/draft.ts'
import { blocks, type Comparison, type Finding } from '../../shared/finding.ts'
import { groupBy } from '../../shared/group-by.ts'
import type { FindingKind } from '../../shared/kinds.ts'
import { keyOf } from '../../shared/model.ts'
import { countsInOrder } from '../../shared/report.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { piecesOf, shortHash, type Piece } from './content.ts'
import { rowHashesOf, sensitiveOf } from './seed-evidence.ts'

/** What the comparison was told, besides what is in the run. */
export interface RulesUsed {
  readonly seed: SeedSelection
  readonly ledger: unknown
  readonly volatile: VolatileAttributes
}

/**
 * How many parts an evidence tells apart at most: by object, else by what they are parts of, else by schema, else by side.
 * It stays small however large a schema is.
 */
const MOST_PARTS = [500, 2500, 500] as const

/** What the machine found for each item, and hashes of exactly what that covers. */
export function evidenceOf(run: ComparedRun, rules: RulesUsed): RunRecord['evidence'] {
  const pieces = groupBy(piecesOf(run, rules.volatile), ({ item }) => item)
  const entries = ITEM_IDS.map((item): [ItemId, Evidence] => {
    const findings = findingsOfItem(run.comparison, item)
    const blocking = findings.filter(blocks).length
    const leftOut = item === 'seed' ? pairLeftOut(run.old.data, run.rebuilt.data) : []
    const parts = {
      ...objectParts(pieces.get(item) ?? []),
      ...findingParts(item, findings),
      ...circumstances(item, run, rules),
      ...(leftOut.length === 0
        ? {}
        : { 'the rows left out of the seed': shortHash(JSON.stringify(leftOut)) }),
    }
    return [
      item,
      {
        counts: countsOf(run.comparison, item),
        blocking,
        acceptable: findings.length - blocking,
        hash: hashOfParts(parts),
        parts,
        ...(leftOut.length === 0 ? {} : { leftOut }),
        ...(item === 'seed' && {
          rowHashes: rowHashesOf(run, pieces.get(item) ?? []),
          sensitive: sensitiveOf(run),
        }),
      },
    ]
  })
  return Object.fromEntries(entries)
}

/** The hash that a sign-off is bound to. */
export const hashOfParts = (parts: Evidence['parts']): string =>
  shortHash(JSON.stringify(Object.entries(parts).toSorted(byName)))

/** Names of the parts that are not the same in both, sorted. */
export function changedParts(before: Evidence['parts'], after: Evidence['parts']): string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  const names = new Set([...was.keys(), ...is.keys()])
  return [...names].filter((name) => was.get(name) !== is.get(name)).sort()
}

/** The differences an item is about: of its kinds, or all that have to be acknowledged. */
export const findingsOfItem = ({ findings }: Comparison, item: ItemId): readonly Finding[] =>
  item === 'acceptable'
    ? findings.filter((finding) => !blocks(finding))
    : findings.filter(({ kind }) => ITEM_OF[kind] === item)

/** Hash of differences: of values that each build makes anew only where they stand. */
export const hashOfFindings = (findings: readonly Finding[]): string =>
  shortHash(JSON.stringify(findings.map((finding) => JSON.stringify(factsOf(finding))).sort()))

function factsOf({ class: name, kind, address, change, attributes }: Finding): unknown[] {
  const facts = attributes.map(({ name: attribute, old, rebuilt }) =>
    name === 'volatile' ? [withoutCount(attribute)] : [attribute, old, rebuilt],
  )
  return [name, kind, keyOf(address), change, facts]
}

/** Two made values may be the same by chance. */
const withoutCount = (attribute: string): string => attribute.replace(/ \(\d+ rows?\)$/, '')

/** Acceptable differences are told by class, as they are acknowledged. */
function findingParts(item: ItemId, findings: readonly Finding[]): Evidence['parts'] {
  if (item !== 'acceptable') return { 'the differences found': hashOfFindings(findings) }
  const classes = groupBy(findings, (finding) => finding.class)
  const parts = [...classes].map(([name, found]) => [
    `the differences of class ${name}`,
    hashOfFindings(found),
  ])
  return Object.fromEntries(parts) as Evidence['parts']
}

function circumstances(item: ItemId, run: ComparedRun, rules: RulesUsed): Evidence['parts'] {
  const { seed, ledger } = rules
  const used = item === 'seed' ? { seed, ledger } : { ledger }
  const majors = [run.old.model.server.major, run.rebuilt.model.server.major]
  const { notCompared } = run.comparison
  return {
    'the rules': shortHash(hashRules(used)),
    "the engine's major": shortHash(JSON.stringify(majors)),
    ...(run.line ? { 'the squash line': shortHash(run.line.last) } : {}),
    ...(item === 'unmodeled'
      ? { 'what was not compared': shortHash(JSON.stringify(notCompared)) }
      : {}),
    ...textParts(item, run),
  }
}

/** A comment, a statement without a trace, another order: the text is exported, and only the text shows it. */
function textParts(item: ItemId, { inputs }: ComparedRun): Evidence['parts'] {
  const draft = TEXT_OF[item]
  return draft && inputs ? { [textPart(draft)]: shortHash(inputs[draft]) } : {}
}

/** The name of that part. */
export const textPart = (draft: DraftName): string => `the text of the ${draft} draft`

/** A hash for each name, of the finest names that are not too many. */
function objectParts(pieces: readonly Piece[]): Evidence['parts'] {
  const namedAt = (depth: number): Map<string, Piece[]> =>
    groupBy(pieces, ({ names }) => names[depth] ?? names.at(-1) ?? '')
  const depth = MOST_PARTS.findIndex((most, at) => namedAt(at).size <= most)
  const named = namedAt(depth < 0 ? MOST_PARTS.length : depth)
  const parts = [...named].map(([name, found]) => [
    name,
    shortHash(JSON.stringify(found.map(({ content }) => content).sort())),
  ])
  return Object.fromEntries(parts) as Evidence['parts']
}

function countsOf(comparison: Comparison, item: ItemId): Evidence['counts'] {
  const found = countsInOrder(comparison).flatMap(([kind, { old, rebuilt, equal, findings }]) => {
    if (item !== 'acceptable') {
      return ITEM_OF[kind] === item ? [{ kind, old, rebuilt, equal, findings }] : []
    }
    const acceptable = acceptableOf(comparison, kind)
    return acceptable === 0 ? [] : [{ kind, old, rebuilt, equal, findings: acceptable }]
  })
  if (found.length > 0 || item !== 'unmodeled') return found
  return [{ kind: item, old: 0, rebuilt: 0, equal: 0, findings: 0 }]
}

const acceptableOf = ({ findings }: Comparison, kind: FindingKind): number =>
  findings.filter((finding) => finding.kind === kind && !blocks(finding)).length

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0
