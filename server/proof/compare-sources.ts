import { DatabaseUrl } from '../postgres/redact.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { History } from '../../shared/history.ts'
import { bothOf } from '../settled.ts'
import { compareAlike } from './compare-alike.ts'
import { compareSides, type CompareOptions } from './compare-sides.ts'
import { NO_ROLES, type BuildRoles } from './given-roles.ts'
import { loadScript } from '../script/load.ts'
import { openOldSide } from './old-side.ts'
import { readSide, type ReadSideOptions, type Side } from './read-side.ts'
import type { Source } from './source.ts'
import { STEADY, withUnsteadyRebuilt, type Untold, type Volatility } from './volatility.ts'
import type { Run, Workspace } from './workspace.ts'

export interface ComparedSources {
  readonly old: Side
  readonly rebuilt: Side
  readonly comparison: Comparison
  /** Of an old side that was replayed, where it was asked for. */
  readonly history: History | null
}

/** What is found between two sides, wherever they are, for those who need no more of them. */
export async function compareOnly(
  run: Run,
  old: Source,
  rebuilt: Source,
  options: Pick<CompareOptions, 'ledger' | 'seed'>,
): Promise<Comparison> {
  if (old.from === 'database' && rebuilt.from === 'database' && options.seed === 'none') {
    const urls = [new DatabaseUrl(old.url), new DatabaseUrl(rebuilt.url)] as const
    run.progress(`Summing up ${urls.map(placeOf).join(' and ')} (read only)`)
    const alike = await compareAlike(urls, { ...options, runId: run.runId, secondOpinion: true })
    if (alike) return alike
  }
  const { comparison } = await compareSources(run, old, rebuilt, options)
  return comparison
}

const placeOf = ({ host, port, database }: DatabaseUrl): string => `${host}:${port}/${database}`

type ReadOptions = Omit<ReadSideOptions, 'runId'>

/** Reads two sides wherever they are and compares them; two live databases need no scratch server but for doubtful texts. */
export async function compareSources(
  run: Run,
  old: Source,
  rebuilt: Source,
  options: Pick<CompareOptions, 'ledger' | 'seed'>,
): Promise<ComparedSources> {
  const readOld = () => readSource(run, run.workspace, old, options)
  const scratch = old.from === 'database' ? run.workspace : () => apart(run)
  const readRebuilt = () =>
    readSource(run, scratch, rebuilt, { ...options, unknownTables: 'skipped' })
  const areLive = old.from === 'database' && rebuilt.from === 'database'
  const [left, right] = areLive
    ? await bothOf(readOld(), readRebuilt())
    : [await readOld(), await readRebuilt()]
  run.progress('Comparing both sides')
  // Only what the old side does not build twice is volatile: another value in place of a certain one is a difference.
  const { volatile, volatileRows } = left
  const comparison = await compareSides(run.workspace, left, right, {
    ...options,
    volatile,
    volatileRows,
    databases: originOf([old, rebuilt].filter(({ from }) => from === 'database').length),
    rebuiltIs: rebuilt.from === 'database' ? 'given' : 'built',
    roles: { old: left.roles, rebuilt: right.roles },
  })
  return {
    old: left,
    rebuilt: right,
    comparison: withUnsteadyRebuilt(comparison, left, right),
    history: left.history ?? null,
  }
}

const originOf = (given: number): NonNullable<CompareOptions['databases']> =>
  given === 0 ? 'built' : given === 1 ? 'beside' : 'given'

/** The second side is built on the rebuilt side's server. */
async function apart(run: Run): Promise<Workspace> {
  const workspace = await run.workspace()
  return { ...workspace, old: workspace.rebuilt }
}

type ReadSource = Side &
  Volatility &
  Partial<Untold> & { readonly roles: BuildRoles; readonly history?: History | null }

/** Reads one side wherever it is: what was replayed tells what it does not build twice. */
export async function readSource(
  { runId, progress }: Run,
  workspace: () => Promise<Workspace>,
  source: Source,
  options: ReadOptions,
): Promise<ReadSource> {
  if (source.from === 'migrations') {
    return openOldSide(await workspace(), source, options.ledger, options.seed)
  }
  if (source.from === 'script') {
    return { ...(await loadScript(await workspace(), source, options)), ...STEADY }
  }
  const url = new DatabaseUrl(source.url)
  progress(`Reading ${placeOf(url)} (read only)`)
  return {
    ...(await readSide(url, { runId, ...options, dump: 'asked' })),
    ...STEADY,
    roles: NO_ROLES,
  }
}
