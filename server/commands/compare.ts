import { stat } from 'node:fs/promises'
import { checkedUrl, usageError } from '../config.ts'
import { compareOnly } from '../proof/compare-sources.ts'
import type { Source } from '../proof/source.ts'
import { inRun } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command, type CommandContext } from './command.ts'
import { conclude } from './conclude.ts'
import {
  lookAt,
  migrationsOf,
  proofOptionsOf,
  providerOf,
  scriptOf,
  workspaceOptionsOf,
} from './sources.ts'

/** Compares two databases, folders or scripts as they are. */
export const compareCommand: Command = {
  name: 'compare',
  positionals: ['OLD', 'REBUILT'],
  about:
    'Compare two sides: each a database URL, a migrations folder, a module that gives migrations (FILE[#EXPORT]), or an .sql file.',
  example: 'rebaseline compare migrations "$DATABASE_URL"',
  options: ['seed', 'seed-except', 'dump-database', 'summary', ...SCRATCH_OPTIONS],
  async run(context) {
    const [first = '', second = ''] = context.positionals
    const old = await sourceOf(first, context)
    const rebuilt = await sourceOf(second, context)
    const options = proofOptionsOf(context.values, [old, rebuilt])
    const workspace = await workspaceOptionsOf(context, [old, rebuilt])
    const comparison = await inRun(workspace, (run) => compareOnly(run, old, rebuilt, options))
    return conclude(comparison, context)
  },
}

const isModule = (word: string): boolean => /\.[cm]?[jt]s$/i.test(word)

async function sourceOf(word: string, context: CommandContext): Promise<Source> {
  const { values } = context
  if (/^postgres(ql)?:/i.test(word)) return { from: 'database', url: checkedUrl(word, 'compare') }
  if (word.trim() === '') throw usageError('a side of the comparison is empty')
  const found = await stat(word).catch(() => undefined)
  if (found?.isFile() && /\.sql$/i.test(word)) return scriptOf(word, values)
  if (isModule(found ? word : word.replace(/#[^#/\\]+$/, ''))) {
    const source = providerOf(word, values)
    await lookAt(source, context)
    return source
  }
  if (found?.isDirectory()) return migrationsOf([word], values)
  throw usageError(
    `${word} is no database URL, no folder, no module and no .sql file that is there`,
    'A URL begins with postgres:// or postgresql://.',
  )
}
