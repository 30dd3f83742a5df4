import { compare } from '../compare/compare.ts'
import { findingsOf, NOTHING_FORGIVEN } from '../compare/classify.ts'
import { volatileAttributes } from '../compare/volatile.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { readChosen, type FilesOf } from '../history/chosen.ts'
import { findRunning } from '../history/several-folders.ts'
import { lineIn } from '../history/folder-line.ts'
import { BUILDS, REPLAYS, runFirstThatWorks } from '../history/attempts.ts'
import { Effects } from '../history/effects.ts'
import { sqlText } from '../history/sql-files.ts'
import { providerText } from '../history/provider-text.ts'
import { runSettingsIn } from '../history/run-settings.ts'
import { historyOf, type RanStep } from '../history/history-of.ts'
import type { MigrationRun } from '../history/run.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { dropRoles, ensureRoles, rolesOf } from '../postgres/roles.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { lookAtOwn, type ServerWatch } from '../postgres/shared-state.ts'
import { rowVolatility } from '../rows/volatility.ts'
import type { DifferenceClass, Finding } from '../../shared/finding.ts'
import type { History, RunWays } from '../../shared/history.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { dayOfBuild } from './day-of-build.ts'
import {
  buildWithRoles,
  NO_ROLES,
  refuseChanged,
  roleNotFound,
  type BuildRoles,
} from './given-roles.ts'
import { loadScript, type ScriptSource } from '../script/load.ts'
import { lineText } from './line-text.ts'
import { readBuilt, readSide, type ReadSideOptions, type Side } from './read-side.ts'
import type { MigrationsSource, Source } from './source.ts'
import { volatileValues } from './volatile-values.ts'
import { differingText } from './trial.ts'
import { NO_TRIALS, onAnotherDay, tryOtherwise, type Otherwise } from './trials.ts'
import { STEADY, type Untold, type Volatility } from './volatility.ts'
import type { Workspace } from './workspace.ts'

/** The old database, with what is known to differ from one build of it to the next. */
export interface OldSide extends Side, Volatility, Untold {
  /** Names of the migrations, in the order they ran; none for a live database or a script. */
  readonly migrations: readonly string[]
  /** What each of them did, in words, by its name; empty where that was not asked for. */
  readonly did: ReadonlyMap<string, string>
  /** What each of them did and sent, and what is to be known of the folder; null where it was not asked for, or nothing was replayed. */
  readonly history: History | null
  /** How both builds were made; null where nothing was replayed. */
  readonly ways: RunWays | null
  /** The same after all migrations, where the side itself ends at the squash line and later files stay. */
  readonly whole: WholeSide | null
  readonly roles: BuildRoles
  /** How people know it: a folder, or host and database. */
  readonly title: string
  readonly milliseconds: { readonly replay: number; readonly plain: number }
}

/** What the whole folder builds, of which a baseline replaces only the first migrations. */
export interface WholeSide {
  readonly side: OldSide
  /** The files that stay, and run after the baseline. */
  readonly later: FilesOf
  /** Their names as the ledger holds them. */
  readonly names: readonly string[]
}

/** Builds or opens the old side and reads it. */
export function openOldSide(
  workspace: Workspace,
  source: Source,
  ledger: Ledger,
  seed: SeedSelection | undefined,
): Promise<OldSide> {
  switch (source.from) {
    case 'migrations':
      return source.squashTo === undefined
        ? replayTwice(workspace, source, { ledger, seed: seed ?? 'all' })
        : replayToLine(workspace, source, source.squashTo, { ledger, seed: seed ?? 'all' })
    case 'script':
      return readScripted(workspace, source, ledger, seed ?? 'all')
    case 'database':
      return readLive(workspace, source.url, ledger, seed ?? 'none')
  }
}

/** A live database is only read, and no row of it unless its table was named. */
async function readLive(
  { runId, progress }: Workspace,
  text: string,
  ledger: Ledger,
  seed: SeedSelection,
): Promise<OldSide> {
  const url = new DatabaseUrl(text)
  const title = `${url.host}:${url.port}/${url.database}`
  progress(`Reading ${title} (read only)`)
  const side = await readSide(url, { runId, ledger, seed, dump: 'asked' })
  return { ...side, ...NOT_REPLAYED, untold: [], roles: NO_ROLES, title }
}

/** What a script builds is built once: it holds values, and makes none anew. */
async function readScripted(
  workspace: Workspace,
  source: ScriptSource,
  ledger: Ledger,
  seed: SeedSelection,
): Promise<OldSide> {
  const built = await loadScript(workspace, source, { ledger, seed })
  return { ...built, ...NOT_REPLAYED, title: source.file }
}

const NOT_REPLAYED = {
  ...STEADY,
  migrations: [],
  did: new Map<string, string>(),
  history: null,
  ways: null,
  whole: null,
  milliseconds: { replay: 0, plain: 0 },
}

/**
 * Builds what the baseline is to build: the folder up to the squash line, and by itself, so that nothing of a later
 * file is in it. Then the whole folder, which the baseline and the later files have to build.
 */
async function replayToLine(
  workspace: Workspace,
  source: MigrationsSource,
  meant: string,
  options: ReadOptions,
): Promise<OldSide> {
  const { squashTo: _, effects, whileOpen, whileEnd, ...own } = source
  const found = await findRunning(source.folder, source.more)
  const { replaced, later } = lineIn(found, meant)
  workspace.progress(lineText({ replaced, later }), 'remark')
  if (later.length === 0) return replayTwice(workspace, { ...source }, options)
  const only = replaced.map(({ file }) => file)
  const chosen = { only, namedBy: 'the folder as it was read before' }
  const whole = await replayTwice(
    workspace,
    { ...own, ...(effects && { effects }), ...(whileEnd && { whileEnd }) },
    // A table that a later file drops, or only makes, is named all the same.
    { ...options, unknownTables: 'skipped' },
  )
  const side = await replayTwice(
    workspace,
    { ...own, ...(whileOpen && { whileOpen }), chosen },
    options,
  )
  const { did, history } = whole
  return {
    ...side,
    did,
    history,
    whole: {
      side: whole,
      later: { folder: found.folder, more: source.more, files: later.map(({ file }) => file) },
      names: later.map(({ name }) => name),
    },
  }
}

/**
 * Runs the folder step by step, then once more the project's own plain way on another database: what differs between the
 * two is volatile, and if more than values differs nothing can be said about the folder.
 */
const replayTwice = (
  workspace: Workspace,
  source: MigrationsSource,
  options: ReadOptions,
): Promise<OldSide> =>
  buildWithRoles(workspace, 'old', [], roleNotFound, (server, given, serverWatch) =>
    replayTwiceOn({ server, given, serverWatch }, workspace, source, options),
  )

type ReadOptions = Pick<ReadSideOptions, 'ledger' | 'seed' | 'unknownTables'>

async function replayTwiceOn(
  {
    server,
    given,
    serverWatch,
  }: {
    readonly server: Server
    readonly given: readonly string[]
    readonly serverWatch: ServerWatch | undefined
  },
  workspace: Workspace,
  source: MigrationsSource,
  read: ReadOptions,
): Promise<OldSide> {
  const { ledger } = read
  const { runId, progress, signal } = workspace
  const { folder, more, provider, effects, chosen, whileOpen, whileEnd } = source
  const run = {
    folder,
    more,
    runId,
    progress,
    ...(chosen === undefined ? {} : { chosen }),
    ...(provider && { provider }),
    ledger: { table: ledger.table, lockTable: ledger.lockTable, schema: ledger.schema },
    ...runSettingsIn(source),
    ...(signal === undefined ? {} : { signal }),
    serverWatch,
  }
  const files = provider ? [] : (await readChosen({ folder, more }, chosen)).files
  const whole = provider ? providerText(provider) : [folder, ...(more ?? [])].join(' and ')
  const shown =
    chosen && !chosen.later
      ? `${whole} up to ${provider ? chosen.only.at(-1) : files.at(-1)?.name}`
      : whole
  const counted = (): ((step: { readonly name: string }) => void) => {
    let done = 0
    // How many a provider gives is not known before.
    const all = provider ? undefined : files.length
    return ({ name }) => {
      done += 1
      progress(`Applied ${name}`, all === undefined ? undefined : { done, of: all })
    }
  }
  const used = [server]
  const newDatabase = async (purpose: string): Promise<ScratchDatabase> => {
    const last = used.at(-1) ?? server
    const next = databases === 0 ? last : await workspace.clean(last)
    databases += 1
    await ensureRoles(next, given)
    used.push(next)
    changedOn = await lookAtOwn(next)
    return createScratch(next, { runId, purpose })
  }
  let databases = 0
  let changedOn = await lookAtOwn(server)
  const rolesBefore = await rolesOf(server)
  progress(`Replaying ${shown}, one migration at a time`)
  const [started, began] = [performance.now(), new Date()]
  const memory =
    effects && !provider ? await source.unfinished?.resume({ folder, more }, files) : undefined
  if (memory && memory.recalled.size > 0) progress(recalledText(memory.recalled, files), 'remark')
  const told = effects && new Effects(runId, ledger, memory?.recalled)
  const {
    run: replayed,
    database: first,
    way: replayWay,
  } = await runFirstThatWorks(REPLAYS, {
    ...run,
    newDatabase: async () => {
      const database = await newDatabase('old')
      await told?.begin(database.url)
      return database
    },
    onStep: counted(),
    ...(told && {
      sent: 'told',
      afterStep: (step) => told.afterStep(step),
      onFailed: async () => {
        await told.check()
        await memory?.keep(told.known)
      },
    }),
  }).finally(() => told?.end())
  const replayMs = performance.now() - started
  for (const { file, reason } of replayed.ignored) {
    progress(`Passed over ${file}: ${reason}`, 'remark')
  }
  const ofSql = sqlText(files)
  if (ofSql !== undefined) progress(ofSql, 'remark')
  const side = await readBuilt(first.url, { ...read, runId, dump: 'asked' })
  await whileOpen?.(first, { runId, signal })
  await whileEnd?.(first, { runId, signal })

  const created = (await rolesOf(used.at(-1) ?? server)).filter(
    (role) => !rolesBefore.includes(role),
  )
  const changed = await changedOn()
  await refuseChanged(serverWatch)
  progress(`Building it once more by plain migrateToLatest`)
  const again = performance.now()
  const { database: second, way: plainWay } = await runFirstThatWorks(BUILDS, {
    ...run,
    newDatabase: () => newDatabase('plain'),
    onStep: counted(),
  })
  const plainMs = performance.now() - again
  const plain = await readBuilt(second.url, { ...read, runId })
  await Promise.all([first.drop(), second.drop()])
  // Clean servers can be used again.
  await Promise.all([...new Set(used)].map((each) => dropRoles(each, [...created, ...given])))

  const result = compare(side.model, plain.model)
  const volatile = volatileAttributes(result)
  const { volatile: volatileRows, unexplained } = rowVolatility(side.data, plain.data, side.model)
  const differing = [
    ...findingsOf(result, { ...NOTHING_FORGIVEN, volatile }).filter(isUnfaithful),
    ...unexplained,
  ]
  if (differing.length > 0) throw notRepeatable(whole, differing)
  const build = async (otherwise: Otherwise): Promise<Side> => {
    progress(otherwise.doing)
    try {
      const { database } = await runFirstThatWorks(otherwise.attempts, {
        ...run,
        ...otherwise.options,
        newDatabase: async () => {
          const empty = await newDatabase(otherwise.purpose)
          await otherwise.prepare?.(empty)
          return empty
        },
        onStep: counted(),
      })
      const built = await readBuilt(database.url, { ...read, runId })
      await database.drop()
      return built
    } finally {
      await dropRoles(used.at(-1) ?? server, [...created, ...given])
    }
  }
  const usual = { first: side, second: plain, volatile, volatileRows }
  const trials =
    told && source.trials ? await tryOtherwise(replayed, usual, server, build) : NO_TRIALS
  const otherDay = onAnotherDay(trials)
  const ways = { replay: replayWay, plain: plainWay }
  const values = volatileValues(side.model, volatile, volatileRows)
  return {
    ...side,
    volatile,
    volatileRows,
    untold: otherDay.isAll
      ? otherDay.told
      : [...otherDay.told, ...dayOfBuild(side, plain, [began, new Date()], otherDay.keys)],
    migrations: replayed.migrations.map(({ name }) => name),
    did: told?.did ?? new Map(),
    history: told
      ? historyOf({
          steps: ranSteps(replayed, told),
          ignored: replayed.ignored,
          volatile: values,
          ways,
          ...trials,
        })
      : null,
    ways,
    whole: null,
    roles: { given, created, changed },
    title: shown,
    milliseconds: { replay: replayMs, plain: plainMs },
  }
}

function recalledText(
  recalled: ReadonlyMap<string, unknown>,
  files: readonly { readonly name: string }[],
): string {
  const last = [...recalled.keys()].at(-1)
  const next = files[recalled.size]?.name ?? 'nothing: none is left'
  return `What the migrations up to ${last} do is known from the run that failed, and nothing of them has changed: it goes on with ${next}`
}

const ranSteps = ({ migrations }: MigrationRun, { effects }: Effects): RanStep[] =>
  migrations.map((step) => ({ step, effects: effects.get(step.name) ?? null }))

/** Another value, name or comment in each build says nothing against a folder. */
const isUnfaithful = (finding: Finding): boolean => !FAITHFUL.has(finding.class)
const FAITHFUL: ReadonlySet<DifferenceClass> = new Set(['volatile', 'name', 'comment'])

function notRepeatable(folder: string, findings: readonly Finding[]): RebaselineError {
  return new RebaselineError('not-repeatable', {
    doing: `find out what ${folder} builds`,
    happened: `replayed step by step and by plain migrateToLatest it builds two different databases: ${differingText(findings)}`,
  })
}
