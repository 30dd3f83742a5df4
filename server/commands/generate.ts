import { resolve } from 'node:path'
import { generate } from '../proof/generate.ts'
import { openOldSide } from '../proof/old-side.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { summarize } from '../../shared/report.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS, type Command } from './command.ts'
import { ledgerOf, oldSourceOf, required, seedOf, workspaceOptionsOf } from './options.ts'
import { comparisonText } from './print.ts'

/** Writes baseline and seed, and proves that they build the old database again. */
export const generateCommand: Command = {
  name: 'generate',
  about: 'Write the baseline and the seed migration of an old folder or a live database.',
  example: 'rebaseline generate --migrations migrations --out baseline',
  options: [...OLD_OPTIONS, 'out', ...SCRATCH_OPTIONS],
  async run(context) {
    const { values, progress, signal, json, print } = context
    const out = resolve(required(values, 'out'))
    const source = oldSourceOf(values)
    const seed = seedOf(values, source)
    const ledger = ledgerOf(values)
    const workspace = await workspaceOptionsOf(values, source, { onProgress: progress, signal })
    const { files, comparison } = await inWorkspace(workspace, async (open) =>
      generate(open, await openOldSide(open, source, ledger, seed), { ledger, seed, out }),
    )
    const { verdict } = summarize(comparison)
    const faithful = verdict === 'equal' || verdict === 'acceptable'
    const help =
      'The files were written, but the database they build is not the old one: mend them by hand, then run verify.'
    if (json && !faithful) {
      print(
        JSON.stringify(
          {
            error: {
              code: 'baseline-incomplete',
              message: `${verdict}: ${summarize(comparison).headline}`,
              help,
            },
            files,
            ...comparison,
            verdict,
          },
          null,
          2,
        ),
      )
    } else if (json) {
      print(JSON.stringify({ files, ...comparison, verdict }, null, 2))
    } else {
      const written = files.map(({ path, bytes }) => `Wrote ${path} (${bytes} bytes)`)
      print([...written, comparisonText(comparison), ...(faithful ? [] : [help])].join('\n'))
    }
    return faithful ? 0 : 2
  },
}
