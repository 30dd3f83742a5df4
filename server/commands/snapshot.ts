import { resolve } from 'node:path'
import { usageError } from '../config.ts'
import { openOldSide } from '../proof/old-side.ts'
import { verify } from '../proof/verify.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { finishInterrupted } from '../snapshot/put.ts'
import { readStandingBaseline } from '../snapshot/standing.ts'
import { baselineOf } from './baseline-folder.ts'
import { SCRATCH_OPTIONS, type Command, type CommandContext, type ExitCode } from './command.ts'
import { conclude } from './conclude.ts'
import { DRIFT, withStatements } from './drift-text.ts'
import { generateCommand } from './generate.ts'
import { required, type Values } from './options.ts'
import { renewBaseline } from './renew.ts'
import { oldSourceOf, proofOptionsOf, workspaceOptionsOf } from './sources.ts'
import { targetOf } from './target.ts'

/** Brings the baseline up to a live database, or says whether that has drifted from it. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  positionals: [],
  about:
    'Bring the baseline up to a live database and keep what was edited in it, or say whether that has drifted (--check).',
  example: 'rebaseline snapshot --check --database "$DATABASE_URL" --baseline migrations',
  options: [
    'database',
    'database-env',
    'seed',
    'seed-except',
    'out',
    'yes',
    'whole',
    'baseline',
    'check',
    'summary',
    ...SCRATCH_OPTIONS,
  ],
  words: {
    baseline:
      'with --check: the folder that it may have drifted from, run as a whole, with later migrations',
    out: 'folder of the baseline and seed; where they stand already, the difference is shown first',
    yes: 'write that difference without asking',
  },
  exits:
    'Exit codes: 0 written or nothing to change, or equal or acceptable with --check; 1 not written: nobody agreed, or it would not be the live database; or it has drifted; 2 could not tell.',
  async run(given) {
    const values = withDatabase(given.values)
    const context = { ...given, values }
    const isCheck = values.check === true
    const [wanted, idle] = isCheck
      ? (['baseline', ['out', 'yes', 'whole']] as const)
      : (['out', ['baseline']] as const)
    required(values, wanted)
    for (const name of idle) {
      if (values[name] === undefined) continue
      throw usageError(`--${name} means nothing ${isCheck ? 'with' : 'without'} --check`)
    }
    return isCheck ? checkDrift(context) : write(context)
  },
}

/** A first one is written at once: nothing is there that could be lost. */
async function write(context: CommandContext): Promise<ExitCode> {
  const folder = resolve(required(context.values, 'out'))
  await finishIn(folder, context)
  const standing = await readStandingBaseline(folder)
  return standing ? renewBaseline(context, standing) : generateCommand.run(context)
}

async function checkDrift(context: CommandContext): Promise<ExitCode> {
  const { values } = context
  const source = oldSourceOf(values)
  await finishIn(resolve(required(values, 'baseline')), context)
  const baseline = await baselineOf(context)
  const options = proofOptionsOf(values, [source])
  const workspace = await workspaceOptionsOf(context, [source])
  const comparison = await inWorkspace(workspace, async (open) => {
    const old = await openOldSide(open, source, options.ledger, options.seed)
    const { comparison: found, rebuilt } = await verify(open, old, baseline, options)
    return withStatements(found, { old, rebuilt, volatileRows: old.volatileRows })
  })
  return conclude(comparison, context, {}, DRIFT)
}

async function finishIn(folder: string, { tell }: CommandContext): Promise<void> {
  const outcome = await finishInterrupted(folder)
  if (outcome === 'finished')
    tell(`A snapshot that was interrupted in ${folder} has been finished.`)
}

/** The URL of an environment variable stands for one on the command line, where others could read it. */
const withDatabase = (values: Values): Values => ({
  ...values,
  database: targetOf(values).reveal(),
})
