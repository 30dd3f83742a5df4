import { lstat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { readDrafts } from '../drafts/drafts.ts'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import type { RebaselineError } from '../errors.ts'
import { absent } from '../machine/absent.ts'
import { doubtsText, importedBy, importsText } from '../project/imported.ts'
import { hashText } from '../project/inputs.ts'
import { readLastRun } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { momentText } from '../../shared/moment-text.ts'
import { sensitiveText } from '../../shared/seed-evidence.ts'
import { readApplied, type AppliedExport } from './applied.ts'
import { commandsOf, undoOf } from './instructions.ts'
import { readJournal, type Journal } from './journal.ts'
import { checkoutOf, obstaclesOf, type Checkout } from './obstacles.ts'
import { PROVIDED } from './self-contained.ts'
import { sqlWarnings } from './sql-warnings.ts'
import { outsideOf, severalWarnings } from './several-folders.ts'
import { twinWarnings } from './compiled-twins.ts'
import { plannedFiles } from './planned-files.ts'
import type { ExportRequest } from './request.ts'
import { secretWarnings } from './secrets.ts'
import { pathsOf, type HashedStep } from './step.ts'

/** A plan with all that its application needs. */
export interface PreparedExport {
  readonly plan: ExportPlan
  readonly steps: readonly HashedStep[]
  /** Folders to make, outer ones first. */
  readonly folders: readonly string[]
  /** Files of migrations that stay behind the squash line. */
  readonly later: readonly string[]
}

/** What an export would do now, exactly, and why it is refused if it is. Nothing is written. */
export async function prepareExport(request: ExportRequest): Promise<PreparedExport> {
  const { project, gate } = request
  const journal = await readJournal(project)
  if (journal && journal.state !== 'applied') return asInterrupted(journal, journal.state)
  const done = await readApplied(project)
  if (done && done.files.length === 0) return asApplied(done, await lineOf(project))
  const drafts = await readDrafts(project)
  const outside = outsideOf(project)
  const provided = project.provider ? [PROVIDED] : []
  const { steps, refusals, later } =
    drafts && !project.provider && outside.length === 0
      ? await plannedFiles(request, drafts)
      : { steps: [], later: [], refusals: drafts ? [...provided, ...outside] : [NO_BASELINE] }
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
      ...(await personalWarnings(project)),
      ...(await importsWarnings(project)),
      ...severalWarnings(project),
      ...(await twinWarnings(project)),
      ...(drafts ? await sqlWarnings(project, fileOf(drafts.record, 'baseline')) : []),
    ],
    steps: steps.map(shown),
    commands: [...commandsOf(steps, checkout)],
    undo: [...undoOf(project, checkout)],
    applied: false,
    interrupted: null,
    line: await lineOf(project),
    team: null,
  }
  return { plan, steps, folders, later }
}

const NO_BASELINE =
  'there is no baseline yet: start the first run (rebaseline verify, or the Overview), it writes the drafts'

/** What stays behind the squash line; the run that was exported is kept with it. */
async function lineOf(project: Project): Promise<ExportPlan['line']> {
  const line = (await readLastRun(project))?.line
  return line ? { last: line.last, later: [...line.later] } : null
}

/** `Could not use the folder …: no space is left for …` */
const refusalBy = ({ message }: RebaselineError): string =>
  `nothing can be written here: ${message}`

const warningsOf = ({ record, texts }: DraftState): string[] =>
  (['baseline', 'seed'] as const).flatMap((name) => [
    ...secretWarnings(fileOf(record, name), texts[name]),
  ])

/** What the seed would commit of people; what looks like a secret is found in its text. */
async function personalWarnings(project: Project): Promise<readonly string[]> {
  const run = await readLastRun(project)
  return (run?.evidence.seed?.sensitive ?? [])
    .filter(({ sort }) => sort === 'personal data')
    .map(
      (look) =>
        `${sensitiveText(look)}. It would be committed for all to read: leave the table out with --seed-except if it is not made up`,
    )
}

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

const asApplied = (done: AppliedExport, line: ExportPlan['line']): PreparedExport => {
  const { hash, steps, folders, commands, undo, later = [] } = done.journal
  const plan = {
    hash,
    refusals: [],
    warnings: draftsWarnings(done),
    steps: steps.map(shown),
    commands,
    undo,
    applied: true,
    interrupted: null,
    line,
    team: null,
  }
  return { plan, steps, folders, later }
}

const INTERRUPTED = {
  applying: '`rebaseline export` finishes it, `rebaseline export --undo` takes it back',
  undoing:
    '`rebaseline export --undo` finishes that; `rebaseline export` does so too, and then exports anew',
} as const

/** Half of it may stand there: nothing else can be planned before it is finished or taken back. */
function asInterrupted(journal: Journal, state: keyof typeof INTERRUPTED): PreparedExport {
  const { hash, steps, folders, commands, undo, startedAt, later = [] } = journal
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
    line: null,
    team: null,
  }
  return { plan, steps, folders, later }
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
