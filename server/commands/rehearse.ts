import {
  notRehearsed,
  rehearse,
  type Rehearsal,
  type RehearsalStep,
} from '../deployments/rehearse.ts'
import { RebaselineError } from '../errors.ts'
import { inRun } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command, type CommandContext, type ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { deploymentsOf, type NamedDeployment } from './deployments.ts'
import { exportedFilesOf, stampPlanOf } from './exported-plan.ts'
import { lookAt, replayedOf, toldLedgerOf, workspaceOptionsOf } from './sources.ts'
import { shownTarget, TARGET_OPTIONS } from './target.ts'
import { visible } from './visible.ts'

/** Rehearses on scratch databases how deployments are moved over, and back. */
export const rehearseCommand: Command = {
  name: 'rehearse',
  positionals: [],
  about: 'Stamp a copy of a deployment without its rows, run the real migrator there, and unstamp.',
  example: 'rebaseline rehearse --deployment production',
  notRun: 'it needs a whole export',
  guesses: true,
  options: ['migrations', 'deployment', ...TARGET_OPTIONS, ...SCRATCH_OPTIONS],
  words: {
    migrations: 'the folder that the export left',
    database: 'one deployment, which is only read',
  },
  exits:
    'Exit codes: 0 every step went as expected; 1 one did not, such as a stamp that is refused; 2 one could not be tried, or a deployment could not be reached.',
  async run(context) {
    const { values, json, print, tell } = context
    const deployments = deploymentsOf(context)
    // What it says of the old side is meant for proofs.
    const source = await lookAt(replayedOf(values), { tell: () => {} })
    if (source.from !== 'migrations') throw new Error('migrations are what was named')
    const plan = await stampPlanOf(source.folder)
    const files = await exportedFilesOf(source.folder)
    const options = { plan, source, ...files, ledger: toldLedgerOf(values) }
    const found: Rehearsed[] = []
    for (const { name, at } of deployments) {
      const database = at instanceof RebaselineError ? null : shownTarget(at)
      tell(visible(database === null ? name : `${name}: ${database}`))
      found.push({ name, database, ...(await rehearsalOf(context, at, options)) })
    }
    print(json ? jsonText({ deployments: found }) : found.flatMap(rehearsalLines).join('\n'))
    return exitOf(found)
  },
}

/** A deployment with its name and its database, and how its rehearsal went. */
type Rehearsed = { readonly name: string; readonly database: string | null } & Rehearsal

/** Each in a run of its own: the scratch server is of the deployment's major. */
async function rehearsalOf(
  context: CommandContext,
  at: NamedDeployment['at'],
  options: Parameters<typeof rehearse>[2],
): Promise<Rehearsal> {
  try {
    if (at instanceof RebaselineError) throw at
    const live = { from: 'database', url: at.reveal() } as const
    const workspace = await workspaceOptionsOf(context, [options.source, live])
    return await inRun(workspace, (run) => rehearse(run, at, options))
  } catch (error) {
    if (!(error instanceof RebaselineError) || context.signal.aborted) throw error
    return notRehearsed('Rehearse it', error)
  }
}

const exitOf = (found: readonly Rehearsed[]): ExitCode =>
  found.some(({ verdict }) => verdict === 'could not tell')
    ? 2
    : found.some(({ verdict }) => verdict === 'failed')
      ? 1
      : 0

const VERDICTS: Readonly<Record<Rehearsal['verdict'], string>> = {
  passed: 'Passed: every step went as expected.',
  failed: 'Failed: nothing after that step was tried.',
  'could not tell': 'Could not tell: that step could not be tried, and nothing after it.',
}

function rehearsalLines({ name, database, verdict, steps }: Rehearsed): string[] {
  return [
    database === null ? name : `${name} (${database})`,
    ...[...steps.flatMap(stepLines), VERDICTS[verdict]].map((each) => `  ${each}`),
  ].map(visible)
}

function stepLines({ what, expected, got, ok }: RehearsalStep): string[] {
  const [first = '', ...more] = got.split('\n')
  return ok === true
    ? [`${what}: ${first}`, ...more.map((each) => `  ${each}`)]
    : [
        `${what}:`,
        `  expected: ${expected}`,
        `  ${ok === null ? 'not tried' : 'got'}: ${first}`,
        ...more.map((each) => `    ${each}`),
      ]
}
