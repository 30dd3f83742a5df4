import type { Command } from './command.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS } from './command.ts'
import { generateCommand } from './generate.ts'
import { required, usage } from './options.ts'
import { verifyCommand } from './verify.ts'

/** Regenerates the baseline from a live database, or says whether that has drifted from it. */
export const snapshotCommand: Command = {
  name: 'snapshot',
  about: 'Regenerate the baseline from a live database, or say whether it has drifted (--check).',
  example: 'rebaseline snapshot --check --database "$DATABASE_URL" --baseline migrations',
  options: [...OLD_OPTIONS, 'out', 'baseline', 'check', ...SCRATCH_OPTIONS],
  async run(context) {
    const { values } = context
    if (values.migrations !== undefined)
      throw usage('snapshot reads a live database: --database URL')
    required(values, 'database')
    return values.check === true ? verifyCommand.run(context) : generateCommand.run(context)
  },
}
