import { filesOf } from '../deployments/drift.ts'
import { askerOf } from '../deployments/next-migrate.ts'
import { statusOf, type DeploymentStatus } from '../deployments/status.ts'
import { verdictOf } from '../deployments/status-verdict.ts'
import { RebaselineError } from '../errors.ts'
import { inRun } from '../proof/workspace.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { SCRATCH_OPTIONS, type Command, type ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { deploymentsOf } from './deployments.ts'
import { lookAt, replayedOf, toldLedgerOf, workspaceOptionsOf } from './sources.ts'
import { exportedPlanOf } from './exported-plan.ts'
import { statusLines, type Reported } from './status-text.ts'
import { shownTarget, TARGET_OPTIONS } from './target.ts'
import { visible } from './visible.ts'

/** Says how each deployment stands, and what its next migration would do. */
export const statusCommand: Command = {
  name: 'status',
  positionals: [],
  about: 'Say how each deployment stands, and what the next migrateToLatest would do there.',
  example: 'rebaseline status --deployment production',
  notRun: 'the deployments are yours',
  guesses: true,
  options: ['migrations', 'provider', 'deployment', ...TARGET_OPTIONS, ...SCRATCH_OPTIONS],
  words: {
    migrations: 'the folder of migrations that is deployed next',
    database: 'one deployment, which is only read',
  },
  exits:
    'Exit codes: 0 all fine, whatever is still to run; 1 something needs attention; 2 one could not be reached, or something could not be told.',
  async run(context) {
    const { values, json, print, tell } = context
    const source = replayedOf(values)
    const deployments = deploymentsOf(context)
    const seen = await lookAt(source, context)
    const now = seen.from === 'migrations' ? seen : source
    const plan = await exportedPlanOf(now)
    const workspace = await workspaceOptionsOf(context, [now])
    const found = await inRun(workspace, async (run) => {
      const ledger = toldLedgerOf(values)
      const files = await filesOf(run, now)
      const ask = askerOf(await run.workspace(), { source: now, ledger })
      const all: Reported[] = []
      for (const { name, at } of deployments) {
        const database = at instanceof RebaselineError ? null : shownTarget(at)
        tell(visible(database === null ? name : `${name}: ${database}`))
        const status =
          at instanceof DatabaseUrl
            ? await statusOf(at, { runId: run.runId, files, ledger, plan, ask })
            : unreachable(at)
        all.push({ name, database, ...verdictOf(status), ...status })
      }
      return all
    })
    print(json ? jsonText({ deployments: found }) : found.flatMap(statusLines).join('\n'))
    return exitOf(found)
  },
}

const unreachable = ({ code, message, help }: RebaselineError): DeploymentStatus => ({
  reachable: false,
  code,
  happened: message,
  help,
})

const exitOf = (found: readonly Reported[]): ExitCode =>
  found.some(({ verdict }) => verdict === 'unknown')
    ? 2
    : found.some(({ verdict }) => verdict === 'attention')
      ? 1
      : 0
