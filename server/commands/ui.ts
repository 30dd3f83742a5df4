import { resolve } from 'node:path'
import type { ReportedComparison } from '../../shared/api.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { openOldSide } from '../proof/old-side.ts'
import { readSide } from '../proof/read-side.ts'
import { verify } from '../proof/verify.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS, type Command, type CommandContext } from './command.ts'
import { ledgerOf, oldSourceOf, required, seedOf, text, workspaceOptionsOf } from './options.ts'
import { comparisonText } from './print.ts'
import { serve } from './serve.ts'
import { liveFacts, oldFacts, rebuiltFacts } from './sides.ts'

/** Compares once and shows the result as a page. */
export const uiCommand: Command = {
  name: 'ui',
  about:
    'Show a comparison as a page on this machine: of a baseline, or of two existing databases.',
  example: 'rebaseline ui --old postgres://localhost/before --rebuilt postgres://localhost/after',
  options: [...OLD_OPTIONS, 'baseline', 'old', 'rebuilt', 'port', 'no-open', ...SCRATCH_OPTIONS],
  async run(context) {
    const startedAt = new Date().toISOString()
    const shown =
      text(context.values, 'old') === undefined
        ? await ofBaseline(context)
        : await ofDatabases(context)
    if (shown.status === 'compared') context.print(comparisonText(shown.comparison, 12))
    const report = {
      project: process.cwd(),
      comparisons: [shown],
      startedAt,
      finishedAt: new Date().toISOString(),
    }
    return serve(report, context)
  },
}

async function ofBaseline({
  values,
  progress,
  signal,
}: CommandContext): Promise<ReportedComparison> {
  const source = oldSourceOf(values)
  const folder = required(values, 'baseline')
  const options = { ledger: ledgerOf(values), seed: seedOf(values, source) }
  const workspace = await workspaceOptionsOf(values, source, { onProgress: progress, signal })
  return inWorkspace(workspace, async (open) => {
    const old = await openOldSide(open, source, options.ledger, options.seed)
    const { comparison, rebuilt } = await verify(open, old, resolve(folder), options)
    const sides = {
      old: oldFacts(source, old, open.old),
      rebuilt: rebuiltFacts(folder, rebuilt, open.rebuilt),
    }
    return { status: 'compared', title: folder, sides, comparison }
  })
}

async function ofDatabases({
  values,
  progress,
  signal,
}: CommandContext): Promise<ReportedComparison> {
  const [oldUrl, rebuiltUrl] = [required(values, 'old'), required(values, 'rebuilt')]
  const source = { from: 'database', url: oldUrl } as const
  const options = { ledger: ledgerOf(values), seed: seedOf(values, source) }
  const workspace = await workspaceOptionsOf(values, source, { onProgress: progress, signal })
  return inWorkspace(workspace, async (open) => {
    const read = { ...options, runId: open.runId }
    const old = await readSide(new DatabaseUrl(oldUrl), read)
    const rebuilt = await readSide(new DatabaseUrl(rebuiltUrl), {
      ...read,
      unknownTables: 'skipped',
    })
    const comparison = await compareSides(open, old, rebuilt, options)
    const sides = { old: liveFacts(oldUrl, old), rebuilt: liveFacts(rebuiltUrl, rebuilt) }
    return { status: 'compared', title: 'Two databases', sides, comparison }
  })
}
