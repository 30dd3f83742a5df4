import { lstat } from 'node:fs/promises'
import { join, posix, resolve } from 'node:path'
import { chosenNames } from '../configuration/chosen-names.ts'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import { baselineNames, whyLate } from '../baseline/names.ts'
import { migrationName } from '../history/folder.ts'
import { findInFolders } from '../history/several-folders.ts'
import { projectOf } from '../history/project.ts'
import { absent } from '../machine/absent.ts'
import { readLastRun, type RunRecord } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import { archiveOf, placesIn, type Archive } from './archive.ts'
import { notesStep } from './notes-step.ts'
import { isOurReadme, readmeText, type ArchiveFacts } from './readme.ts'
import { reportHtml } from './report-html.ts'
import { reportJson, reportMarkdown } from './report.ts'
import type { ExportRequest } from './request.ts'
import { stampPlanOf, stampSteps } from './stamp-steps.ts'
import { startUpStep } from './start-up-step.ts'
import { scriptsStep } from './scripts-step.ts'
import { notSelfContained } from './self-contained.ts'
import { changing, hashBytes, writing, type HashedStep } from './step.ts'
import { readText } from './text.ts'
import { archivedNames } from '../team/exported-line.ts'
import { lineToCome } from '../team/read-line.ts'
import { workflowText } from '../team/workflow-text.ts'
import { isJavaScript } from '../../shared/is-javascript.ts'

/** What is written, moved and changed, and why it can't be. */
interface PlannedFiles {
  readonly steps: readonly HashedStep[]
  readonly refusals: readonly string[]
  /** Files of migrations that stay behind the squash line. */
  readonly later: readonly string[]
}

/** The files of an export: the baseline and the seed, the archive and its reports, the scripts and the notes. */
export async function plannedFiles(
  request: ExportRequest,
  drafts: DraftState,
): Promise<PlannedFiles> {
  const { project, notes, startUp } = request
  const [{ folder: migrations }] = placesIn(project)
  const run = await readLastRun(project)
  const archive = await archiveOf(project, run?.line)
  const names = { baseline: fileOf(drafts.record, 'baseline'), seed: fileOf(drafts.record, 'seed') }
  const paths = {
    baseline: posix.join(migrations, names.baseline),
    seed: posix.join(migrations, names.seed),
  }
  const isPlain = [...archive.migrations, ...archive.later].every(({ file }) => isJavaScript(file))
  const isLoaded = isPlain && !isJavaScript(names.baseline)
  const loader = isLoaded
    ? '; so far this folder held JavaScript only, and TypeScript needs a loader: drafts that are begun anew, without .rebaseline/drafts and .rebaseline/drafts.json, are JavaScript'
    : ''
  const report = await reportPaths(project, archive.folder)
  const stamp = await stampPlanOf(project, run, archive, paths)
  const parts = [
    {
      steps: [
        writing(paths.baseline, drafts.texts.baseline, `the approved baseline${loader}`),
        writing(paths.seed, drafts.texts.seed, `the approved seed${loader}`),
      ],
      refusals: [
        ...namesRefusals(archive, names),
        ...(await takenRefusals(project, archive, names)),
      ],
    },
    await readmeStep(project, archive, migrations, {
      ...names,
      did: run?.did ?? {},
      report: report.markdown,
    }),
    await reportSteps(request, archive, paths, drafts, report),
    { steps: stamp ? stampSteps(stamp, report) : [], refusals: [] },
    ...(startUp === undefined
      ? []
      : [startUpStep(project, resolve(project.folder, startUp), stamp)]),
    await scriptsStep(project, migrations, run?.ledger),
    ...(notes === null
      ? []
      : [
          await notesStep(
            project,
            resolve(project.folder, notes),
            workflowText(project, lineToCome({ migrations, archive, ...names }, run?.finishedAt)),
          ),
        ]),
  ]
  return {
    later: archive.later.map(({ file }) => file),
    steps: [...archive.steps, ...parts.flatMap(({ steps }) => steps)],
    refusals: [
      ...brokenRefusals(archive),
      ...severalRefusals(archive, migrations),
      ...notSelfContained(project, drafts),
      ...parts.flatMap(({ refusals }) => refusals),
    ],
  }
}

/** New names are made after the old ones: where these sort before the baseline, so would they. */
function namesRefusals(
  { migrations, later }: Archive,
  { baseline, seed }: { readonly baseline: string; readonly seed: string },
): readonly string[] {
  const last = migrations.at(-1)?.name
  if (last === undefined) return ['the migrations folder holds nothing that would be replaced']
  const files = new Set(migrations.map(({ file }) => file))
  const why = whyLate(
    [baseline, seed].map((file) => migrationName(file) ?? file),
    later.map(({ name }) => name),
  )
  if (why !== undefined) {
    return [`${why}: rename the drafts in .rebaseline/drafts.json and .rebaseline/drafts`]
  }
  if (files.size === 2 && files.has(baseline) && files.has(seed)) {
    return [
      'the migrations folder holds a baseline and a seed already, and nothing else: there is nothing to replace',
    ]
  }
  const digits = (name: string): number => /^\d*/.exec(name)?.[0].length ?? 0
  // Numbers of one width go on counting after the seed's own.
  const late = [baseline, seed].filter(
    (file) => digits(file) !== digits(last) && (migrationName(file) ?? file) >= last,
  )
  return late.map(
    (file) =>
      `${file} does not sort before ${last}, so that migrations to come could sort before it: rename the drafts in .rebaseline/drafts.json and .rebaseline/drafts`,
  )
}

/** A database that has run another file under such a name would never run this one. */
async function takenRefusals(
  project: Project,
  { migrations, later }: Archive,
  { baseline, seed }: { readonly baseline: string; readonly seed: string },
): Promise<readonly string[]> {
  const archived = await archivedNames(project)
  const taken = [baseline, seed].filter((file) => archived.includes(migrationName(file) ?? file))
  if (taken.length === 0) return []
  const nameOf = ({ name }: { readonly name: string }): string => name
  const free = baselineNames(migrations.map(nameOf), later.map(nameOf), archived)
  return [
    `databases may have run another ${taken.join(' and ')}, which an export archived: rename the drafts in .rebaseline/drafts.json and .rebaseline/drafts to ${free.join(' and ')}, or regenerate them`,
  ]
}

const brokenRefusals = ({ broken }: Archive): readonly string[] =>
  broken.map(
    ({ path, imports }) =>
      `${path} imports ${imports}, which goes to the archive: take that import out, or move what it needs to a file of its own`,
  )

/** What stays has to stand in the first folder, the only one that is run then; Kysely knows migrations by their names alone. */
const severalRefusals = ({ later, lost }: Archive, migrations: string): readonly string[] => [
  ...later
    .filter(({ file }) => file.startsWith('../'))
    .map(({ file }) => posix.join(migrations, file))
    .map(
      (path) =>
        `${path} stays behind the squash line, and only ${migrations} is run after the export: move it there (git mv ${path} ${migrations}/), no database sees a difference; then verify again`,
    ),
  ...lost.map(
    ({ path, imports }) =>
      `${path} imports ${imports}, and would not find it from the archive: put what files of several folders import into a folder of its own, and verify again`,
  ),
]

interface Reports {
  readonly markdown: string
  readonly html: string
  readonly json: string
  readonly stamp: string
  readonly unstamp: string
  readonly plan: string
}

/** The archive of an earlier export keeps its reports. */
async function reportPaths({ folder }: Project, archive: string): Promise<Reports> {
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? '' : `-${number}`
    const path = `${archive}/report${end}`
    const paths = {
      markdown: `${path}.md`,
      html: `${path}.html`,
      json: `${path}.json`,
      stamp: `${archive}/stamp${end}.sql`,
      unstamp: `${archive}/unstamp${end}.sql`,
      plan: `${archive}/stamp${end}.json`,
    }
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
): Promise<Omit<PlannedFiles, 'later'>> {
  const path = `${archive.folder}/_README.md`
  const before = await readText(project, path)
  const old = new Set(archive.migrations.map(({ file }) => posix.join(migrations, file)))
  const others = archive.steps.flatMap((step) => (old.has(step.path) ? [] : [step.to ?? step.path]))
  const text = readmeText(
    {
      migrations: archive.migrations.map(({ name, archived: file }) => ({ name, file })),
      later: archive.later.map(({ file }) => file),
      ...facts,
      newFolder: posix.relative(archive.folder, migrations),
      report: posix.basename(report),
      others: others.map((file) => posix.relative(archive.folder, file)),
    },
    before.status === 'text' ? before.text : null,
  )
  const stays = archive.stays.map(
    ({ path: stay, why: reason }) => `${posix.relative(migrations, stay)} (${reason})`,
  )
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
): Promise<Omit<PlannedFiles, 'later'>> {
  const run: RunRecord | null = await readLastRun(project)
  if (run === null) return { steps: [], refusals: [] }
  const hashes = new Map(archive.steps.map((step) => [step.path, step.afterHash]))
  const folder = posix.dirname(paths.baseline)
  const found = await findInFolders(project.migrations, project.more)
  const facts = {
    project: project.name,
    run,
    categories: chosenNames(project.folder, 'categories'),
    checklist: await gate.checklist(),
    versions: {
      Rebaseline: version,
      Kysely: projectOf(found).kysely.version,
      'PostgreSQL, old side': run.sides.old.serverVersion,
      'PostgreSQL, rebuilt side': run.sides.rebuilt.serverVersion,
    },
    migrations: archive.migrations.map(({ name, file, archived }) => ({
      name,
      file: archived,
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
      writing(report.html, reportHtml(facts), `${why}, to look at and to print`),
      writing(report.json, reportJson(facts), `${why}, for programs`),
    ],
    refusals: [],
  }
}
