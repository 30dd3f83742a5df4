import { stat } from 'node:fs/promises'
import { checkedUrl, usageError } from '../config.ts'
import { compareOnly } from '../proof/compare-sources.ts'
import type { Source } from '../proof/source.ts'
import { inRun } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command } from './command.ts'
import { conclude } from './conclude.ts'
import type { Values } from './options.ts'
import { migrationsOf, proofOptionsOf, scriptOf, workspaceOptionsOf } from './sources.ts'

/** Compares two databases, folders or scripts as they are. */
export const compareCommand: Command = {
  name: 'compare',
  positionals: ['OLD', 'REBUILT'],
  about: 'Compare two sides: each a database URL, a migrations folder or an .sql file.',
  example: 'rebaseline compare migrations "$DATABASE_URL"',
  options: ['seed', 'seed-except', 'dump-database', 'summary', ...SCRATCH_OPTIONS],
  async run(context) {
    const [first = '', second = ''] = context.positionals
    const old = await sourceOf(first, context.values)
    const rebuilt = await sourceOf(second, context.values)
    const options = proofOptionsOf(context.values, [old, rebuilt])
    const workspace = await workspaceOptionsOf(context, [old, rebuilt])
    const comparison = await inRun(workspace, (run) => compareOnly(run, old, rebuilt, options))
    return conclude(comparison, context)
  },
}

async function sourceOf(word: string, values: Values): Promise<Source> {
  if (/^postgres(ql)?:/i.test(word)) return { from: 'database', url: checkedUrl(word, 'compare') }
  if (word.trim() === '') throw usageError('a side of the comparison is empty')
  const found = await stat(word).catch(() => undefined)
  if (found?.isFile() && /\.sql$/i.test(word)) return scriptOf(word, values)
  if (found?.isDirectory()) return migrationsOf(word, values)
  throw usageError(
    `${word} is no database URL, no folder and no .sql file that is there`,
    'A URL begins with postgres:// or postgresql://.',
  )
}
