import { relative } from 'node:path'
import { baselineNames } from '../baseline/names.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { readDrafts } from '../drafts/drafts.ts'
import { RebaselineError } from '../errors.ts'
import { recover } from '../export/apply.ts'
import { readApplied, type AppliedExport } from '../export/applied.ts'
import { notSelfContained } from '../export/self-contained.ts'
import { migrationName } from '../history/folder.ts'
import { runSettingsIn, type RunSettings } from '../history/run-settings.ts'
import { UnfinishedReplay } from '../history/unfinished.ts'
import {
  changedImports,
  importedReader,
  importsText,
  type ImportedNow,
} from '../project/imported.ts'
import { readKeptLine } from '../project/kept-line.ts'
import { hashRules, hashText, migrationsHasher } from '../project/inputs.ts'
import { writeLastRun } from '../project/last-run.ts'
import { writeProvenSchemas } from '../project/proven-schemas.ts'
import { claimRunNumber, keptNumberReader } from '../project/run-number.ts'
import { tryWriting } from '../machine/try-writing.ts'
import { stateFolder, type Project } from '../project/project.ts'
import type { ComparedRun, RunInputs } from '../project/run.ts'
import { makeFolders } from '../project/state-files.ts'
import { askOld } from '../proof/behaviour.ts'
import { generate, type Draft, type Generated } from '../proof/generate.ts'
import { openOldSide, type OldSide } from '../proof/old-side.ts'
import { testTheTest } from '../proof/test-of-the-test.ts'
import type { RebuiltSide } from '../proof/rebuild.ts'
import type { MigrationsSource } from '../proof/source.ts'
import { refuseLate } from '../proof/through-line.ts'
import { archivedNames, exportedSeed, isMoved } from '../team/exported-line.ts'
import { inWorkspace, type Workspace, type WorkspaceOptions } from '../proof/workspace.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { SquashLine } from '../../shared/line.ts'
import { summarize } from '../../shared/report.ts'
import type { JobKind } from '../../shared/job.ts'
import { momentText } from '../../shared/moment-text.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import type { DraftStore, StoredDrafts } from './draft-store.ts'
import type { JobControl } from './jobs.ts'
import { proofsOf, writtenOf, type Beside, type Kept } from './kept-side.ts'
import { LineDesk, type SaidLine } from './line-desk.ts'
import { LiveDatabase, type LiveSource } from './live-database.ts'
import { projectNotice } from './project-notice.ts'
import { notPlanted, plantedProofs } from './planted-proof.ts'
import { rebuildDrafts, rulesOf } from './rebuild-drafts.ts'
import { provenSchemas } from './proven-schemas.ts'
import { recordOf } from './run-record.ts'
import { unwatchedNote } from './unwatched-note.ts'
import { oldFacts, rebuiltFacts } from './sides.ts'
import { surroundingsOf } from './surroundings.ts'
import type { Compared, Standing, Way } from './way.ts'

/** Which project is worked on, and how. */
export interface ProjectOptions extends RunSettings {
  readonly project: Project
  readonly ledger: Ledger
  readonly seed: SeedSelection
  /** What says up to which migration the baseline replaces the folder; nothing unless told. */
  readonly saidLine?: SaidLine
  /** Which database is the live one; none unless told. */
  readonly live?: LiveSource
  /** Texts that the drafts begin with; without them, what is generated. */
  readonly beginning: Draft | null
  readonly drafts: DraftStore
  readonly workspace: () => Promise<WorkspaceOptions>
  /** What else is asked about both sides; nothing is unless told. */
  readonly beside?: (source: MigrationsSource) => Beside
  /** Told how the generated baseline compares. */
  readonly onGenerated?: (comparison: Comparison) => void
}

/** A project with migrations, whose baseline is worked on. */
export class ProjectWay implements Way {
  readonly way = 'project'
  readonly name: string
  readonly id: string
  readonly project: Project
  readonly line: LineDesk
  readonly live?: LiveDatabase
  readonly #options: ProjectOptions
  readonly #migrationsNow: () => Promise<string>
  readonly #importedNow: ImportedNow
  readonly #keptNumber: () => Promise<number>
  readonly #unfinished: UnfinishedReplay
  #kept: Kept | undefined

  constructor(options: ProjectOptions) {
    this.#options = options
    this.project = options.project
    this.line = new LineDesk(options.project, options.saidLine ?? null)
    if (options.live) this.live = new LiveDatabase(this.project, options.live)
    this.name = options.project.name
    this.id = hashText(stateFolder(options.project))
    this.#migrationsNow = migrationsHasher(options.project)
    this.#importedNow = importedReader(options.project)
    this.#keptNumber = keptNumberReader(options.project)
    this.#unfinished = new UnfinishedReplay(async () =>
      surroundingsOf(this.project, await this.#importedNow(), options),
    )
  }

  get notice(): readonly string[] {
    return projectNotice(this.project)
  }

  async ready(): Promise<void> {
    await makeFolders(this.project, 'lock')
    await tryWriting(stateFolder(this.project), 'keep the drafts and the review of the project')
  }

  async compare(kind: JobKind, { signal, progress }: JobControl): Promise<Compared> {
    await this.ready()
    const outcome = await recover(this.project)
    // Half a folder is read by nobody.
    if (outcome !== 'nothing')
      progress(`An export that was interrupted has been ${outcome}`, 'remark')
    const exported = await readApplied(this.project)
    if (kind === 'generate' && exported) throw exportedAlready(exported)
    if (kind !== 'generate') (await this.#options.drafts.read())?.refuseDeleted('verify the drafts')
    const workspace = await this.#options.workspace()
    return inWorkspace({ ...workspace, signal, onProgress: progress }, async (open) => {
      const migrations = await this.#migrationsNow()
      const imported = await this.#importedNow()
      const squashTo = await (exported ? this.#exportedLine(exported) : this.#drawnLine(progress))
      const from = { migrations, imported, exported, squashTo }
      const known = BUILDS_OLD.has(kind) ? undefined : this.#knownOf(from)
      const kept = known ?? (await this.#openOld(open, from, kind))
      const isNeeded = kind !== 'verify' || kept !== known
      const made = isNeeded ? await this.#generate(open, kept, kind) : null
      const compared = await this.#verify(open, kept, made, kind)
      return { ...compared, note: await this.#note(kept) }
    })
  }

  /** The old side as it was read, where nothing of what it was built from has changed. */
  #knownOf({ migrations, imported, squashTo }: ReadFrom): Kept | undefined {
    const kept = this.#kept
    if (kept?.migrations !== migrations || kept.squashTo !== squashTo) return undefined
    // Of what nobody can follow, nobody knows whether it has changed.
    if (imported.doubts.length > 0) return undefined
    return changedImports(kept.imported, imported).length === 0 ? kept : undefined
  }

  /** The drafts of an exported folder are for the line of that export: the seed stands there now. */
  async #exportedLine({ journal }: AppliedExport): Promise<string | undefined> {
    const isWhole = (journal.later ?? []).length === 0
    return isWhole ? undefined : ((await exportedSeed(this.project)) ?? undefined)
  }

  async #drawnLine(progress: JobControl['progress']): Promise<string | undefined> {
    const { squashTo, by, told } = await this.line.drawn()
    if (told) progress(told, 'remark')
    if (by === 'the page') {
      const line = squashTo === undefined ? 'replaces all migrations' : `ends at ${squashTo}`
      progress(`What was chosen in the dashboard counts: the baseline ${line}`, 'remark')
    }
    return squashTo
  }

  async standing(run: ComparedRun | null): Promise<Standing> {
    const drafts = await this.#options.drafts.read()
    const migrations = await this.#migrationsNow()
    const imported = await this.#importedNow()
    const changed: string[] = []
    const inputs = run?.inputs
    if (inputs && inputs.migrations !== migrations) changed.push('the old migrations')
    else if (run?.imported) {
      const imports = changedImports(run.imported, imported)
      if (imports.length > 0) changed.push(importsText(imports))
    }
    const [baseline, seed] = [drafts?.texts.baseline, drafts?.texts.seed].map((text) =>
      text === undefined ? null : hashText(text),
    )
    if (inputs && (await isMoved(this.project, run?.line))) changed.push('the squash line')
    const same = inputs && drafts && inputs.baseline === baseline && inputs.seed === seed
    if (inputs && !same) changed.push('the drafts')
    const line = await readKeptLine(this.project)
    const moment = hashText(JSON.stringify([migrations, imported.files, baseline, seed, line]))
    if (!drafts) return { revisions: null, changed, moment, unwritable: null }
    const { unwritable } = drafts
    // Taken back by hand, a text is the one that was verified, whatever its revision.
    const verified = same ? drafts.revision : (run?.revision ?? null)
    return { revisions: { verified, draft: drafts.revision }, changed, moment, unwritable }
  }

  claimNumber(last: number): Promise<number> {
    return claimRunNumber(this.project, last)
  }

  keptNumber(): Promise<number> {
    return this.#keptNumber()
  }

  async keep(run: ComparedRun): Promise<void> {
    // The export rests on the run that was signed: that one stays, so that it can be taken back and looked up.
    if (!run.inputs || (await readApplied(this.project))) return
    const { ledger, seed } = this.#options
    const { volatile = new Map(), did = new Map() } = this.#kept?.side ?? {}
    await writeProvenSchemas(this.project, run.number, provenSchemas(run, volatile))
    await writeLastRun(this.project, recordOf(run, run.inputs, { ledger, seed, volatile, did }))
    await this.line.ran()
  }

  /** What a run is that was made after an export. */
  async #note({ exported, imported }: Kept): Promise<string | null> {
    if (!exported) return (await this.#needs()) ?? unwatchedNote(this.project, imported)
    const signed = await this.#keptNumber()
    return `After the export: the old side is ${relative(this.project.folder, this.project.migrations)}, which holds the baseline that was exported on ${momentText(exported.journal.startedAt)}: this run compares that with the drafts, not the archived migrations. Nothing of it is kept. The export rests on run ${signed}, whose evidence, sign-offs and report stay as they are.`
  }

  /** What keeps the drafts from being exported, however well they compare. */
  async #needs(): Promise<string | null> {
    const drafts = await readDrafts(this.project)
    const needs = drafts ? notSelfContained(this.project, drafts) : []
    return needs.length === 0 ? null : `This can’t be exported: ${needs.join('; ')}.`
  }

  async #openOld(
    open: Workspace,
    { migrations, imported, exported, squashTo }: ReadFrom,
    kind: JobKind,
  ): Promise<Kept> {
    const { ledger, seed, drafts } = this.#options
    const { migrations: folder, more, provider } = this.project
    const own = {
      from: 'migrations' as const,
      folder,
      ...(more && !exported && { more }),
      ...(provider && { provider }),
      effects: 'told' as const,
      trials: 'made' as const,
      ...(squashTo === undefined ? {} : { squashTo }),
      unfinished: this.#unfinished,
      ...runSettingsIn(this.#options),
    }
    const beside = this.#options.beside?.(own)
    const given = beside?.source ?? own
    const asked = kind === 'plant' ? askOld(given, ledger, open.progress) : null
    const source = asked?.source ?? given
    const side = await openOldSide(open, source, ledger, seed)
    const told = oldFacts(given, side, open.old, this.project.folder)
    const origin = exported ? `${told.origin}, which holds the exported baseline` : told.origin
    const facts = { ...told, origin }
    const read = { migrations, imported, squashTo, side, facts, exported, beside, asked }
    const written = { generated: null, form: drafts.form, whyNot: 'no baseline was generated' }
    return (this.#kept = { ...read, ...written })
  }

  /** Writes the drafts' counterpart anew. Where there are drafts they can be verified without it. */
  async #generate(open: Workspace, kept: Kept, kind: JobKind): Promise<Generated | null> {
    const { drafts, beginning, ledger, seed } = this.#options
    const archived = await archivedNames(this.project)
    const names = baselineNames(kept.side.migrations, kept.side.whole?.names, archived)
    const there = (await drafts.read()) ?? (beginning && (await drafts.begin(beginning, names)))
    try {
      const form = there?.form ?? drafts.form
      const made = await generate(open, kept.side, { ledger, seed, form, archived })
      kept.form = form
      kept.generated = { ...made.texts, statements: made.statements }
      this.#options.onGenerated?.(made.comparison)
      if (there === null) await drafts.begin(made.texts, names)
      if (kind === 'generate') await drafts.overwrite(made.texts, names)
      if (!kept.exported) await drafts.keepGenerated(made.texts)
      return made
    } catch (error) {
      const isTold = error instanceof RebaselineError && CAN_DO_WITHOUT.has(error.code)
      if (!isTold || there === null || kind === 'generate' || open.signal?.aborted) throw error
      kept.whyNot = error.message
      open.progress(
        `No baseline could be generated; the drafts are verified alone: ${error.message}`,
        'remark',
      )
      return null
    }
  }

  async #verify(
    open: Workspace,
    kept: Kept,
    made: Generated | null,
    kind: JobKind,
  ): Promise<Compared> {
    const drafts = await this.#draftsNow()
    const { whole } = kept.side
    if (whole) {
      const archived = await archivedNames(this.project)
      refuseLate(drafts.files.map(nameOf), kept.side, whole, archived)
    }
    const isMade =
      made?.texts.baseline === drafts.texts.baseline && made.texts.seed === drafts.texts.seed
    const {
      rebuilt,
      end,
      comparison: compared,
    } = isMade ? made : await rebuildDrafts(open, kept.side, drafts, this.#options)
    const isPlanted = kind === 'plant' && summarize(compared).verdict !== 'unknown'
    const sides = { old: kept.side, rebuilt }
    const rules = rulesOf(kept.side, rebuilt, this.#options)
    const { planted, comparison } = isPlanted
      ? await testTheTest(open, sides, rules, compared, kept.asked)
      : { planted: null, comparison: compared }
    const proofs = await proofsOf(open, kept, {
      rebuilt,
      end,
      comparison,
      ledger: this.#options.ledger,
    })
    return {
      old: { model: kept.side.model, data: kept.side.data },
      rebuilt: { model: rebuilt.model, data: rebuilt.data },
      volatileRows: kept.side.volatileRows,
      sides: { old: kept.facts, rebuilt: rebuiltFacts('the drafts', rebuilt, open.rebuilt) },
      comparison,
      proofs: [...proofs, ...(planted ? plantedProofs(planted) : notPlanted(kind))],
      planted,
      inputs: this.#inputs(kept, drafts.texts, rebuilt),
      imported: kept.imported,
      line: keptLine(kept.side),
      end: whole && end && { old: whole.side.model, rebuilt: end.model },
      history: kept.side.history,
      written: writtenOf(kept),
      revision: drafts.revision,
    }
  }

  async #draftsNow(): Promise<StoredDrafts> {
    const drafts = await this.#options.drafts.read()
    drafts?.refuseDeleted('verify the drafts')
    if (drafts) return drafts
    throw new RebaselineError('baseline-incomplete', {
      doing: 'verify the drafts',
      happened: 'there are none any more',
      help: 'Start the whole run: it generates them.',
    })
  }

  #inputs({ migrations, side }: Kept, { baseline, seed }: Draft, rebuilt: RebuiltSide): RunInputs {
    const { ledger, seed: selection } = this.#options
    const line = keptLine(side)
    return {
      migrations,
      baseline: hashText(baseline),
      seed: hashText(seed),
      rules: hashRules({ seed: selection, ledger, ...(line && { line: line.last }) }),
      major: rebuilt.model.server.major,
    }
  }
}

/** What an old side is read from. */
type ReadFrom = Pick<Kept, 'migrations' | 'imported' | 'exported' | 'squashTo'>

/** The squash line that an old side was read at; null where the whole folder is replaced. */
const keptLine = ({ migrations, whole }: OldSide): SquashLine | null =>
  whole && { last: migrations.at(-1) ?? '', later: [...whole.names] }

const nameOf = (file: string): string => migrationName(file) ?? file

const exportedAlready = ({ journal }: AppliedExport): RebaselineError =>
  new RebaselineError('exported-already', {
    doing: 'regenerate the drafts',
    happened: `they were exported on ${momentText(journal.startedAt)}, and would be written anew from what they became`,
  })

/** Jobs that build the old side anew, whatever is known of it. */
const BUILDS_OLD: ReadonlySet<JobKind> = new Set(['prove', 'plant'])

/** What keeps us from writing a baseline, and nobody from verifying the one they wrote. */
const CAN_DO_WITHOUT: ReadonlySet<string> = new Set([
  'dependency-cycle',
  'generated-refused',
  'migration-not-loaded',
  'not-repeatable',
  'query-failed',
])
