import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { frameOf, TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { usageError } from '../config.ts'
import { RebaselineError } from '../errors.ts'
import { readApplied } from '../export/applied.ts'
import { findMigrations } from '../history/folder.ts'
import { findRunning } from '../history/several-folders.ts'
import { lineIn } from '../history/folder-line.ts'
import { formOfFile, formOfLast } from '../history/folder-form.ts'
import { hasRemedy } from '../mend/remedy.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Draft } from '../proof/generate.ts'
import { lineNow } from '../team/exported-line.ts'
import { databasesWay } from '../workbench/databases-way.ts'
import { draftStoreOf } from '../workbench/draft-store.ts'
import { drawnByExport } from '../workbench/line-desk.ts'
import { ProjectWay } from '../workbench/project-way.ts'
import type { FirstRun } from '../workbench/first-run.ts'
import { unbegunWay } from '../workbench/unbegun-way.ts'
import type { Way } from '../workbench/way.ts'
import { Workbench } from '../workbench/workbench.ts'
import type { Comparison } from '../../shared/finding.ts'
import { baselineOf } from './baseline-folder.ts'
import { codegenBeside, type CodegenTypes } from './codegen-proof.ts'
import type { Command, CommandContext } from './command.ts'
import { gitPerson } from './git-person.ts'
import { maskOf } from './masking.ts'
import { firstRunOf } from './first-run.ts'
import { liveSourceOf } from './live-source.ts'
import { sectionsIn } from './sections.ts'
import { text, type OptionName, type Values } from './options.ts'
import { comparisonText } from './print.ts'
import { serveDashboard } from './serve.ts'
import { namedProject, proofOptionsOf, requiredUrl, workspaceOptionsOf } from './sources.ts'
import { spoken } from './terminal.ts'

/** How many findings the terminal shows of a comparison that the page shows whole. */
const SHOWN_FINDINGS = 12

/** Serves a dashboard for what the options name; what nobody said of a project is asked in the page. */
export async function openDashboard(
  context: CommandContext,
  command: Pick<Command, 'options' | 'positionals'>,
): Promise<0> {
  const { values, given } = context
  const isUnsaid = isUndefined(values, ['old', 'rebuilt', 'migrations', 'provider'])
  const isAsked = isUnsaid && context.asks === 'in the page'
  const way = isAsked ? unbegunWay(process.cwd()) : await chosenWay(context)
  const open = (said: Values): Promise<Way> => chosenWay({ ...context, values: said })
  const mode = isAsked ? 'asked' : 'offered'
  // The page asks for one folder; several are written down by hand.
  const isOffered = way.project && !way.project.provider && !way.project.more
  const asks = isAsked || (isOffered && isUndefined(given, ['migrations', 'baseline']))
  return serveWay(
    context,
    way,
    asks ? { firstRun: firstRunOf({ context, command, open, mode }) } : {},
  )
}

const isUndefined = (values: Values, names: readonly OptionName[]): boolean =>
  names.every((name) => values[name] === undefined)

/** What else a dashboard is told. */
interface ServeOptions {
  /** What the terminal says before and after what a run comes to. */
  readonly before?: (last: ComparedRun | undefined) => string
  readonly after?: (last: ComparedRun | undefined) => string
  readonly firstRun?: FirstRun
}

/** Serves a dashboard for that; the terminal shows what the first run comes to. */
export function serveWay(
  context: CommandContext,
  way: Way,
  { before = () => '', after = () => '', firstRun }: ServeOptions = {},
): Promise<0> {
  const mask = maskOf(process.argv, process.env)
  let last: ComparedRun | undefined
  const workbench = new Workbench({
    way,
    mask,
    remedyOf: (run, finding) => (hasRemedy(run, finding) ? 'statements' : 'none'),
    onProgress: spoken(context),
    person: async ({ folder }) => gitPerson(folder),
    ...(firstRun ? { firstRun } : {}),
    notes: text(context.values, 'notes') ?? null,
    onCompared: (run) => (last = run),
  })
  const note = (): string => (last?.note ? `${last.note}\n\n` : '')
  const summary = (): string =>
    note() + before(last) + (last ? shortText(last.comparison) : '') + after(last)
  const document = (): object => last?.comparison ?? {}
  return serveDashboard(context, { workbench, summary, document })
}

/** A comparison as the terminal tells it beside the page. */
export const shortText = (comparison: Comparison): string =>
  comparisonText(comparison, SHOWN_FINDINGS)

async function chosenWay(context: CommandContext): Promise<Way> {
  const { values } = context
  const given = (names: readonly OptionName[]): OptionName | undefined =>
    names.find((name) => values[name] !== undefined)
  if (given(['old', 'rebuilt']) === undefined) {
    if (given(['migrations', 'provider']) === undefined) {
      throw usageError(
        'either --migrations DIR, or --old URL and --rebuilt URL, say what the dashboard is to show',
        'No folder of migrations was found in the usual places. At a terminal the page asks for it.',
      )
    }
    const baseline = text(values, 'baseline') === undefined ? null : await baselineOf(context)
    const project = await namedProject(values)
    return projectWayOf(context, project, baseline)
  }
  const other = given(['migrations', 'provider', 'baseline'])
  if (other === undefined) return databasesWayOf(context)
  throw usageError(`--${other} does not go with --old and --rebuilt`)
}

/** Who is told what comes to light on the way. */
interface Hearers {
  readonly onGenerated?: (comparison: Comparison) => void
  /** What the project's own kysely-codegen wrote, where it was asked. */
  readonly onCodegen?: (types: CodegenTypes) => void
}

/** A project, whose drafts begin as the baseline in a folder where one is named. */
export async function projectWayOf(
  context: CommandContext,
  project: Project,
  baseline: string | null,
  { onGenerated = () => {}, onCodegen = () => {} }: Hearers = {},
): Promise<ProjectWay> {
  const { provider, migrations, more } = project
  const exported = await readApplied(project)
  const found = provider
    ? { folder: migrations, files: [], ignored: [] }
    : await findRunning(migrations, exported ? [] : more)
  const squashTo = text(context.values, 'squash-to')
  const by = context.given['squash-to'] === undefined ? 'the configuration' : 'the command line'
  if (by === 'the command line' && squashTo !== undefined) {
    const now = await lineNow(project, squashTo)
    if (exported && now.told === null) throw drawnByExport(exported)
    lineIn(found, now.squashTo)
  }
  const begun = baseline === null ? null : await readBaseline(baseline)
  const form = begun?.form ?? (await (provider ? formOfFile(provider.file) : formOfLast(found)))
  return new ProjectWay({
    project,
    ...proofOptionsOf(context.values, [{ from: 'migrations' }]),
    ...(squashTo !== undefined && { saidLine: { squashTo, by } }),
    beginning: begun?.texts ?? null,
    drafts: draftStoreOf(project, { ...form, ...sectionsIn(context.values, project.folder) }),
    workspace: () => workspaceOptionsOf(context, []),
    live: liveSourceOf(context, project),
    ...(context.values.codegen === true && {
      beside: (source) => codegenBeside(source, project.folder, onCodegen),
    }),
    onGenerated,
  })
}

/** The two files of a baseline's folder, by their order; a baseline without a seed begins with an empty one. */
async function readBaseline(
  folder: string,
): Promise<{ readonly texts: Draft; readonly form: MigrationForm }> {
  const { files } = await findMigrations(folder)
  const [baseline, seed, ...more] = files
  if (!baseline || more.length > 0) {
    throw new RebaselineError('usage', {
      doing: `begin with the baseline in ${folder}`,
      happened: `it has ${files.length} migrations, and the drafts are two: a baseline and a seed`,
      help: 'Name a folder that holds these two files, or leave --baseline out.',
    })
  }
  const read = ({ file }: { readonly file: string }): Promise<string> =>
    readFile(join(folder, file), 'utf8')
  const form = await formOfFile(join(folder, baseline.file))
  const isAlike = !seed || seed.file.endsWith(form.extension)
  return {
    texts: { baseline: await read(baseline), seed: seed ? await read(seed) : noSeed(form) },
    // TypeScript's files can hold the others'.
    form: isAlike ? form : TYPESCRIPT,
  }
}

const noSeed = (form: MigrationForm): string =>
  form.syntax === 'typescript'
    ? `import type { Kysely } from 'kysely'

/** Nothing is seeded. */
export async function up(_db: Kysely<any>): Promise<void> {}
`
    : `/** Nothing is seeded. */\n${frameOf(form).up.replace('(db)', '(_db)').replace(/\{$/, '{}')}\n`

function databasesWayOf(context: CommandContext): Way {
  const { values } = context
  const old = requiredUrl(values, 'old')
  const rebuilt = requiredUrl(values, 'rebuilt')
  const sources = [old, rebuilt].map((url) => ({ from: 'database', url }) as const)
  const { ledger, seed } = proofOptionsOf(values, sources)
  const workspace = () => workspaceOptionsOf(context, sources)
  return databasesWay({ old, rebuilt, ledger, seed, workspace })
}
