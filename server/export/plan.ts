import { lstat } from 'node:fs/promises'
import { join, posix, relative, resolve, sep } from 'node:path'
import { fileOf, readDrafts, type DraftState } from '../drafts/drafts.ts'
import type { RebaselineError } from '../errors.ts'
import { findMigrations } from '../history/folder.ts'
import { projectOf } from '../history/project.ts'
import { absent } from '../machine/absent.ts'
import { doubtsText, importedBy, importsText } from '../project/imported.ts'
import { hashText } from '../project/inputs.ts'
import { readLastRun, type RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { momentText } from '../../shared/moment-text.ts'
import { readApplied, type AppliedExport } from './applied.ts'
import { archiveOf, type Archive } from './archive.ts'
import { commandsOf, undoOf } from './instructions.ts'
import { readJournal, type Journal } from './journal.ts'
import { notesStep } from './notes-step.ts'
import { checkoutOf, obstaclesOf, type Checkout } from './obstacles.ts'
import { isOurReadme, readmeText, type ArchiveFacts } from './readme.ts'
import { reportJson, reportMarkdown } from './report.ts'
import { secretWarnings } from './secrets.ts'
import { scriptsStep } from './scripts-step.ts'
import { notSelfContained } from './self-contained.ts'
import { changing, hashBytes, pathsOf, writing, type HashedStep } from './step.ts'
import { readText } from './text.ts'

/** Whether the review lets an export happen. */
export interface ExportGate {
  /** Why not, each with what to do; empty where nothing is in the way. */
  refusals(): Promise<readonly string[]>
  /** The review as it stands; null where there is none. */
  checklist(): Promise<Checklist | null>
}

/** Which project is exported, and by which leave. */
export interface ExportRequest {
  readonly project: Project
  readonly gate: ExportGate
  /** A file that gets the new workflow; null for none. */
  readonly notes: string | null
  readonly version: string
}

/** A plan with all that its application needs. */
export interface PreparedExport {
  readonly plan: ExportPlan
  readonly steps: readonly HashedStep[]
  /** Folders to make, outer ones first. */
  readonly folders: readonly string[]
}

/** What an export would do now, exactly, and why it is refused if it is. Nothing is written. */
export async function prepareExport(request: ExportRequest): Promise<PreparedExport> {
  const { project, gate } = request
  const journal = await readJournal(project)
  if (journal && journal.state !== 'applied') return asInterrupted(journal, journal.state)
  const done = await readApplied(project)
  if (done && done.files.length === 0) return asApplied(done)
  const drafts = await readDrafts(project)
  const { steps, refusals } = drafts
    ? await contentOf(request, drafts)
    : {
        steps: [],
        refusals: ['there is no baseline yet: start the first run, it writes the drafts'],
      }
  const checkout: Checkout = await checkoutOf(project, steps)
  const folders = await foldersOf(project, steps)
  const all = [
    ...(await gate.refusals()),
    ...refusals,
    ...(await obstaclesOf(project, steps)),
    ...(checkout.status === 'refused' ? checkout.refusals : []),
    ...(drafts?.unwritable ? [refusalBy(drafts.unwritable)] : []),
  ]
  const plan: ExportPlan = {
    hash: hashText(JSON.stringify([steps, folders])),
    refusals: [...new Set(all)],
    warnings: [
      ...(done ? filesWarnings(done) : []),
      ...(drafts ? warningsOf(drafts) : []),
      ...(await importsWarnings(project)),
    ],
    steps: steps.map(shown),
    commands: [...commandsOf(steps, checkout)],
    undo: [...undoOf(project, checkout)],
    applied: false,
    interrupted: null,
  }
  return { plan, steps, folders }
}

/** `Could not use the folder …: no space is left for …` */
const refusalBy = ({ message }: RebaselineError): string =>
  `nothing can be written here: ${message}`

const warningsOf = ({ record, texts }: DraftState): string[] =>
  (['baseline', 'seed'] as const).flatMap((name) => [
    ...secretWarnings(fileOf(record, name), texts[name]),
  ])

/** What changes unseen: a run that was kept by an older version watched none of it. */
async function importsWarnings(project: Project): Promise<readonly string[]> {
  const run = await readLastRun(project)
  if (!run) return []
  const now = await importedBy(project)
  const isUnwatched = run.imported === undefined && Object.keys(now.files).length > 0
  return [
    ...(isUnwatched
      ? [
          `run ${run.number} did not keep ${importsText(Object.keys(now.files))}: verify again to see where that changed`,
        ]
      : []),
    ...doubtsText(now),
  ]
}

const shown = ({ beforeHash: _before, afterHash: _after, ...step }: HashedStep) => step

const filesWarnings = ({ journal, files }: AppliedExport): string[] =>
  files.map((path) => `${path} is not as the export of ${momentText(journal.startedAt)} left it`)

const draftsWarnings = ({ drafts }: AppliedExport): string[] =>
  drafts === 'same'
    ? []
    : [
        'the drafts were changed after this export, and its files are as they were before: take it back to export them anew',
      ]

const asApplied = (done: AppliedExport): PreparedExport => {
  const { hash, steps, folders, commands, undo } = done.journal
  const plan = {
    hash,
    refusals: [],
    warnings: draftsWarnings(done),
    steps: steps.map(shown),
    commands,
    undo,
    applied: true,
    interrupted: null,
  }
  return { plan, steps, folders }
}

const INTERRUPTED = {
  applying: '`rebaseline export` finishes it, `rebaseline export --undo` takes it back',
  undoing:
    '`rebaseline export --undo` finishes that; `rebaseline export` does so too, and then exports anew',
} as const

/** Half of it may stand there: nothing else can be planned before it is finished or taken back. */
function asInterrupted(journal: Journal, state: keyof typeof INTERRUPTED): PreparedExport {
  const { hash, steps, folders, commands, undo, startedAt } = journal
  const what = state === 'applying' ? 'the export' : 'taking back the export'
  const plan: ExportPlan = {
    // Whoever has seen one state finishes that one.
    hash: state === 'applying' ? hash : hashText(`${state} ${hash}`),
    refusals: [
      `${what} that was begun on ${momentText(startedAt)} was interrupted: ${INTERRUPTED[state]}`,
    ],
    warnings: [],
    steps: steps.map(shown),
    commands,
    undo,
    applied: false,
    interrupted: state,
  }
  return { plan, steps, folders }
}

interface Content {
  readonly steps: readonly HashedStep[]
  readonly refusals: readonly string[]
}

async function contentOf(request: ExportRequest, drafts: DraftState): Promise<Content> {
  const { project, notes } = request
  const migrations = relative(project.folder, project.migrations).split(sep).join('/')
  const archive = await archiveOf(project, migrations)
  const names = { baseline: fileOf(drafts.record, 'baseline'), seed: fileOf(drafts.record, 'seed') }
  const paths = {
    baseline: posix.join(migrations, names.baseline),
    seed: posix.join(migrations, names.seed),
  }
  const isJavaScript = archive.migrations.every(({ file }) => /\.[cm]?js$/.test(file))
  const loader = isJavaScript ? '; so far this folder held JavaScript only: it needs a loader' : ''
  const report = await reportPaths(project, archive.folder)
  const run = await readLastRun(project)
  const facts = { migrations, archive: archive.folder, ...names }
  const parts = [
    {
      steps: [
        writing(paths.baseline, drafts.texts.baseline, `the approved baseline${loader}`),
        writing(paths.seed, drafts.texts.seed, `the approved seed${loader}`),
      ],
      refusals: namesRefusals(archive, names),
    },
    await readmeStep(project, archive, migrations, {
      ...names,
      did: run?.did ?? {},
      report: report.markdown,
    }),
    await reportSteps(request, archive, paths, drafts, report),
    await scriptsStep(project, migrations, run?.ledger),
    ...(notes === null ? [] : [await notesStep(project, resolve(project.folder, notes), facts)]),
  ]
  return {
    steps: [...archive.steps, ...parts.flatMap(({ steps }) => steps)],
    refusals: [
      ...brokenRefusals(archive),
      ...notSelfContained(project, drafts),
      ...parts.flatMap(({ refusals }) => refusals),
    ],
  }
}

/** New names are made after the old ones: where these sort before the baseline, so would they. */
function namesRefusals(
  { migrations }: Archive,
  { baseline, seed }: { readonly baseline: string; readonly seed: string },
): readonly string[] {
  const last = migrations.at(-1)?.name
  if (last === undefined) return ['the migrations folder holds nothing that would be replaced']
  const files = new Set(migrations.map(({ file }) => file))
  if (files.size === 2 && files.has(baseline) && files.has(seed)) {
    return [
      'the migrations folder holds a baseline and a seed already, and nothing else: there is nothing to replace',
    ]
  }
  const digits = (name: string): number => /^\d*/.exec(name)?.[0].length ?? 0
  // Numbers of one width go on counting after the seed's own.
  const late = [baseline, seed].filter(
    (file) => digits(file) !== digits(last) && file.replace(/\.ts$/, '') >= last,
  )
  return late.map(
    (file) =>
      `${file} does not sort before ${last}, so that migrations to come could sort before it: rename the drafts in .rebaseline/drafts.json and .rebaseline/drafts`,
  )
}

const brokenRefusals = ({ broken }: Archive): readonly string[] =>
  broken.map(
    ({ path, imports }) =>
      `${path} imports ${imports}, which goes to the archive: take that import out, or move what it needs to a file of its own`,
  )

interface Reports {
  readonly markdown: string
  readonly json: string
}

/** The archive of an earlier export keeps its reports. */
async function reportPaths({ folder }: Project, archive: string): Promise<Reports> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'report' : `report-${number}`
    const paths = { markdown: `${archive}/${name}.md`, json: `${archive}/${name}.json` }
    const found = await Promise.all(
      Object.values(paths).map((path) => lstat(join(folder, path)).catch(absent)),
    )
    if (found.every((each) => each === undefined)) return paths
  }
}

async function readmeStep(
  project: Project,
  archive: Archive,
  migrations: string,
  {
    report,
    ...facts
  }: Pick<ArchiveFacts, 'baseline' | 'seed' | 'did'> & { readonly report: string },
): Promise<Content> {
  const path = `${archive.folder}/_README.md`
  const before = await readText(project, path)
  const old = new Set(archive.migrations.map(({ file }) => posix.join(migrations, file)))
  const others = archive.steps.flatMap((step) => (old.has(step.path) ? [] : [step.to ?? step.path]))
  const text = readmeText(
    {
      migrations: archive.migrations,
      ...facts,
      newFolder: posix.relative(archive.folder, migrations),
      report: posix.basename(report),
      others: others.map((file) => posix.relative(archive.folder, file)),
    },
    before.status === 'text' ? before.text : null,
  )
  const stays = archive.stays.map((each) => `${posix.basename(each.path)} (${each.why})`)
  const why = `what each archived file did${stays.length === 0 ? '' : `; these stay where they are: ${stays.join(', ')}`}`
  if (before.status === 'absent') return { steps: [writing(path, text, why)], refusals: [] }
  if (before.status === 'text' && isOurReadme(before.text)) {
    return { steps: [changing(path, before.text, text, why)], refusals: [] }
  }
  return {
    steps: [],
    refusals: [`${path} exists already, and nothing is overwritten: move it away or rename it`],
  }
}

async function reportSteps(
  { project, gate, version }: ExportRequest,
  archive: Archive,
  paths: { readonly baseline: string; readonly seed: string },
  drafts: DraftState,
  report: Reports,
): Promise<Content> {
  const run: RunRecord | null = await readLastRun(project)
  if (run === null) return { steps: [], refusals: [] }
  const hashes = new Map(archive.steps.map((step) => [step.path, step.afterHash]))
  const folder = posix.dirname(paths.baseline)
  const found = await findMigrations(project.migrations)
  const facts = {
    project: project.name,
    run,
    checklist: await gate.checklist(),
    versions: {
      Rebaseline: version,
      Kysely: projectOf(found).kysely.version,
      'PostgreSQL, old side': run.sides.old.serverVersion,
      'PostgreSQL, rebuilt side': run.sides.rebuilt.serverVersion,
    },
    migrations: archive.migrations.map(({ name, file }) => ({
      name,
      file,
      hash: hashes.get(posix.join(folder, file)) ?? '',
    })),
    written: (['baseline', 'seed'] as const).map((name) => ({
      path: paths[name],
      hash: hashBytes(drafts.texts[name]),
    })),
  }
  const why = 'what was proven, and who approved it'
  return {
    steps: [
      writing(report.markdown, reportMarkdown(facts), why),
      writing(report.json, reportJson(facts), `${why}, for programs`),
    ],
    refusals: [],
  }
}

/** Folders that are not there yet, outer ones first. */
async function foldersOf(
  { folder }: Project,
  steps: readonly HashedStep[],
): Promise<readonly string[]> {
  const wanted = new Set<string>()
  for (const path of steps.flatMap(pathsOf)) {
    for (let way = posix.dirname(path); way !== '.'; way = posix.dirname(way)) wanted.add(way)
  }
  const missing: string[] = []
  for (const path of [...wanted].toSorted()) {
    if (!(await lstat(join(folder, path)).catch(absent))) missing.push(path)
  }
  return missing
}
