import {
  tryAgain,
  tryConstraints,
  type Tries,
  type TriedOnBoth,
  type TryOptions,
} from '../behaviour/try-constraints.ts'
import { addressOfTarget } from '../behaviour/judge.ts'
import type { Target } from '../behaviour/violate.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { comparisonOf } from '../compare/classify.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { serverFacts, withConnection, type Query } from '../postgres/session.ts'
import type { Behaviour } from '../../shared/behaviour.ts'
import { blocks, type Comparison, type Finding } from '../../shared/finding.ts'
import { keyOf, pathOf, type CatalogObject, type Model } from '../../shared/model.ts'
import type { RebuiltSide } from './rebuild.ts'
import type { Source } from './source.ts'
import type { WhileOpen } from './while-open.ts'
import type { Progress, Workspace } from './workspace.ts'

/** Rows that break constraints of old, tried on it while its database stood. */
export interface OldTries {
  /** The same source, whose database is asked before it is dropped. */
  readonly source: Source
  /** What it did; why nobody could ask, where nobody could. */
  readonly result: () => Tries | { readonly why: string }
}

/** A live database is only read: rows are tried on copies of what was built here. */
export function askOld(source: Source, ledger: Ledger, progress: Progress): OldTries {
  if (source.from === 'database') {
    const why =
      'old is a live database, which is only read: rows are tried on what was built for the comparison alone'
    return { source, result: () => ({ why }) }
  }
  let tries: Tries | undefined
  const before = source.whileOpen
  const whileOpen: WhileOpen = async (database, run) => {
    await before?.(database, run)
    tries = await inCopyOf(database, run.runId, ledger, (query, options) =>
      tryConstraints(query, { ...options, onTried: onTried(progress, 'old') }),
    )
  }
  return {
    source: { ...source, whileOpen },
    result: () => tries ?? { why: 'the database of old was gone before rows could be tried on it' },
  }
}

/** What both sides do with them, and the comparison, in which it blocks that they do different things. */
export async function askRebuilt(
  { runId, progress }: Pick<Workspace, 'runId' | 'progress'>,
  tries: Tries,
  { old, rebuilt }: { readonly old: Model; readonly rebuilt: RebuiltSide },
  comparison: Comparison,
  ledger: Ledger,
): Promise<{ readonly behaviour: Behaviour; readonly comparison: Comparison }> {
  const renamed = renamedIn(comparison.findings)
  const both = await inCopyOf(rebuilt.database, runId, ledger, (query, options) =>
    tryAgain(query, tries, { ...options, renamed, onTried: onTried(progress, 'rebuilt') }),
  )
  const sides = { old, rebuilt: rebuilt.model }
  return { behaviour: both.behaviour, comparison: withBehaviour(comparison, both, sides) }
}

async function inCopyOf<T>(
  { server, name }: ScratchDatabase,
  runId: string,
  ledger: Ledger,
  work: (query: Query, options: Omit<TryOptions, 'onTried'>) => Promise<T>,
): Promise<T> {
  const copy = await createScratch(server, { runId, purpose: 'tried', template: name })
  try {
    const { major } = await serverFacts(copy.url, runId)
    const without = new Set(
      [ledger.table, ledger.lockTable].map((table) => JSON.stringify([ledger.schema, table])),
    )
    return await withConnection(copy.url, { runId }, (query) => work(query, { major, without }))
  } finally {
    await copy.drop()
  }
}

/** What the comparison found renamed, and goes by another name on rebuilt. */
function renamedIn(findings: readonly Finding[]): (target: Target) => string | undefined {
  const names = new Map<string, string>()
  for (const { change, address, attributes } of findings) {
    const to = change === 'renamed' && attributes.find(({ name }) => name === 'name')?.rebuilt
    const of = pathOf(address).slice(0, -1).join('.')
    if (typeof to !== 'string' || !to.startsWith(`${of}.`)) continue
    names.set(keyOf(address), to.slice(of.length + 1))
  }
  return (target) => names.get(keyOf(addressOfTarget(target)))
}

/** Where the comparison finds no difference that blocks, another behaviour is one. */
export function withBehaviour(
  comparison: Comparison,
  { differing }: Pick<TriedOnBoth, 'differing'>,
  sides: { readonly old: Model; readonly rebuilt: Model },
): Comparison {
  if (differing.length === 0) return comparison
  const blocking = new Set(comparison.findings.filter(blocks).map(({ address }) => keyOf(address)))
  const added = differing.flatMap(({ target, old, rebuilt }): Finding[] => {
    const own = addressOfTarget(target)
    const object = objectOf(target, sides.old)
    const keys = [keyOf(own), ...(object ? [object.key, object.parent ?? ''] : [])]
    if (keys.some((key) => blocking.has(key))) return []
    return [
      {
        class: 'structural',
        kind: object?.kind ?? 'unmodeled',
        address: object?.address ?? own,
        change: 'changed',
        attributes: [{ name: 'behaviour', old, rebuilt }],
        note: `A row that breaks ${target.title} was tried on both sides.`,
      },
    ]
  })
  const { counts, notCompared, secondOpinion } = comparison
  const { rows, 'sequence-state': states } = counts
  return comparisonOf(sides.old, sides.rebuilt, [...comparison.findings, ...added], {
    notCompared,
    ...(secondOpinion ? { secondOpinion } : {}),
    counts: { ...(rows ? { rows } : {}), ...(states ? { 'sequence-state': states } : {}) },
  })
}

/** The object of a target, or its table's: copies of constraints in partitions are no objects of their own. */
function objectOf(target: Target, { objects }: Model): CatalogObject | undefined {
  const table = { type: 'table', names: [target.schema, target.of], args: [] }
  return objects.get(keyOf(addressOfTarget(target))) ?? objects.get(keyOf(table))
}

const EVERY = 100

const onTried =
  (progress: Progress, side: string) =>
  (done: number, of: number): void => {
    if (done % EVERY === 0) {
      progress(`Trying rows that break a constraint on ${side}`, { done, of })
    }
  }
