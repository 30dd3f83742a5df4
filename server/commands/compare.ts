import { stat } from 'node:fs/promises'
import { compareSides } from '../proof/compare-sides.ts'
import { openOldSide, type OldSide, type OldSource } from '../proof/old-side.ts'
import { loadScript } from '../proof/load-script.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command } from './command.ts'
import {
  ledgerOf,
  migrationsOf,
  seedOf,
  usage,
  workspaceOptionsOf,
  type Values,
} from './options.ts'
import { conclude } from './verdict.ts'

type Source = OldSource | { readonly from: 'script'; readonly file: string }

/** Compares two databases, folders or scripts as they are. */
export const compareCommand: Command = {
  name: 'compare',
  arguments: 'OLD REBUILT',
  about: 'Compare two sides: each a database URL, a migrations folder or an .sql file.',
  example: 'rebaseline compare migrations postgres://me@localhost/app',
  options: ['seed', ...SCRATCH_OPTIONS],
  async run(context) {
    const { values, positionals, progress, signal } = context
    if (positionals.length !== 2) throw usage('compare takes two sides: OLD and REBUILT')
    const [old, rebuilt] = await Promise.all(positionals.map((word) => sourceOf(word, values)))
    if (!old || !rebuilt) throw usage('compare takes two sides: OLD and REBUILT')
    const live = [old, rebuilt].find((source) => source.from === 'database')
    const seed = seedOf(values, live?.from === 'database' ? live : undefined)
    const ledger = ledgerOf(values)
    const first = live?.from === 'database' ? live : undefined
    const workspace = await workspaceOptionsOf(values, first, { onProgress: progress, signal })
    return inWorkspace(workspace, async (open) => {
      const read = (source: Source): Promise<OldSide> =>
        source.from === 'script'
          ? loadScript(open, source.file, ledger, seed)
          : openOldSide(open, source, ledger, seed)
      const left = await read(old)
      const right = await read(rebuilt)
      const comparison = await compareSides(open, left, right, {
        ledger,
        seed,
        volatile: left.volatile,
        volatileRows: left.volatileRows,
      })
      return conclude(comparison, context)
    })
  },
}

async function sourceOf(word: string, values: Values): Promise<Source> {
  if (/^postgres(ql)?:\/\//i.test(word)) return { from: 'database', url: word }
  const found = await stat(word).catch(() => undefined)
  if (found?.isFile() && word.endsWith('.sql')) return { from: 'script', file: word }
  if (found?.isFile())
    throw usage(`${word} is neither a folder nor an .sql file nor a database URL`)
  return migrationsOf(word, values)
}
