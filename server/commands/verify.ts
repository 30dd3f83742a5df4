import { resolve } from 'node:path'
import { openOldSide } from '../proof/old-side.ts'
import { runThen } from './then.ts'
import { verify } from '../proof/verify.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS, type Command } from './command.ts'
import { ledgerOf, oldSourceOf, required, seedOf, text, workspaceOptionsOf } from './options.ts'
import { conclude } from './verdict.ts'

/** Rebuilds a database from a baseline alone and compares it with the old one. */
export const verifyCommand: Command = {
  name: 'verify',
  about: 'Rebuild a database from the baseline alone and compare it with the old one.',
  example: 'rebaseline verify --migrations migrations --baseline baseline --then "npm test"',
  options: [...OLD_OPTIONS, 'baseline', 'then', ...SCRATCH_OPTIONS],
  async run(context) {
    const { values, progress, signal } = context
    const baseline = resolve(required(values, 'baseline'))
    const source = oldSourceOf(values)
    const options = { ledger: ledgerOf(values), seed: seedOf(values, source) }
    const then = text(values, 'then')
    const workspace = await workspaceOptionsOf(values, source, { onProgress: progress, signal })
    return inWorkspace(workspace, async (open) => {
      const old = await openOldSide(open, source, options.ledger, options.seed)
      const { comparison, rebuilt } = await verify(open, old, baseline, options)
      const failed =
        then === undefined ? undefined : await runThen(then, rebuilt.database.url, signal)
      const exit = conclude(comparison, context)
      if (failed !== undefined) progress(failed)
      return failed !== undefined && exit === 0 ? 1 : exit
    })
  },
}
