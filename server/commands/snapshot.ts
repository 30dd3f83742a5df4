import { usageError } from '../config.ts'
import { SCRATCH_OPTIONS, type Command } from './command.ts'
import { generateCommand } from './generate.ts'
import { required, type Values } from './options.ts'
import { targetOf } from './target.ts'
import { verifyCommand } from './verify.ts'

/** Regenerates the baseline from a live database, or says whether that has drifted from it. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  positionals: [],
  about: 'Regenerate the baseline from a live database, or say whether it has drifted (--check).',
  example: 'rebaseline snapshot --check --database "$DATABASE_URL" --baseline migrations',
  options: [
    'database',
    'database-env',
    'seed',
    'out',
    'baseline',
    'check',
    'summary',
    ...SCRATCH_OPTIONS,
  ],
  words: { baseline: 'with --check: the folder of the baseline that it may have drifted from' },
  exits:
    'Exit codes: 0 written, or equal or acceptable with --check, 1 it has drifted, 2 could not tell.',
  async run(given) {
    const values = withDatabase(given.values)
    const context = { ...given, values }
    const [wanted, idle] =
      values.check === true ? (['baseline', 'out'] as const) : (['out', 'baseline'] as const)
    required(values, wanted)
    if (values[idle] !== undefined) {
      throw usageError(
        `--${idle} means nothing ${values.check === true ? 'with' : 'without'} --check`,
      )
    }
    return values.check === true ? verifyCommand.run(context) : generateCommand.run(context)
  },
}

/** The URL of an environment variable stands for one on the command line, where others could read it. */
const withDatabase = (values: Values): Values => ({
  ...values,
  database: targetOf(values).reveal(),
})
