import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report, ReportedComparison } from '../../shared/api.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { generate } from '../proof/generate.ts'
import { openOldSide } from '../proof/old-side.ts'
import { verify } from '../proof/verify.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command, type CommandContext } from './command.ts'
import { workspaceOptionsOf } from './options.ts'
import { comparisonText } from './print.ts'
import { serve } from './serve.ts'
import { oldFacts, rebuiltFacts } from './sides.ts'

const STUDIO = fileURLToPath(new URL('../../examples/studio/', import.meta.url))
const BY_HAND = 'examples/studio/baseline-by-hand'

/** The main job on the sample: what `npm start` runs. */
export const demoCommand: Command = {
  name: 'demo',
  about:
    'Prove a generated and a hand-made baseline of the sample project, and show both as a page.',
  example: 'npm start',
  options: ['port', 'no-open', ...SCRATCH_OPTIONS],
  hidden: true,
  async run(context) {
    const report = await proveSample(context)
    for (const shown of report.comparisons) {
      if (shown.status === 'compared')
        context.print(`\n${shown.title}\n${comparisonText(shown.comparison, 12)}`)
    }
    return serve(report, context)
  },
}

async function proveSample({ values, progress, signal }: CommandContext): Promise<Report> {
  const startedAt = new Date().toISOString()
  const out = await mkdtemp(join(tmpdir(), 'rebaseline-demo-'))
  const source = { from: 'migrations', folder: join(STUDIO, 'migrations') } as const
  const shown = { ...source, folder: 'examples/studio/migrations' }
  const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const
  const workspace = await workspaceOptionsOf(values, source, { onProgress: progress, signal })
  try {
    const comparisons = await inWorkspace(
      workspace,
      async (open): Promise<ReportedComparison[]> => {
        const old = await openOldSide(open, source, DEFAULT_LEDGER, 'all')
        const generated = await generate(open, old, { ...options, out })
        const byHand = await verify(open, old, join(STUDIO, 'baseline-by-hand'), options)
        const oldSide = oldFacts(shown, old, open.old)
        return [
          {
            status: 'compared',
            title: 'The generated baseline',
            sides: {
              old: oldSide,
              rebuilt: rebuiltFacts('the generated baseline', generated.rebuilt, open.rebuilt),
            },
            comparison: generated.comparison,
          },
          {
            status: 'compared',
            title: 'The baseline made by hand',
            sides: { old: oldSide, rebuilt: rebuiltFacts(BY_HAND, byHand.rebuilt, open.rebuilt) },
            comparison: byHand.comparison,
          },
        ]
      },
    )
    return {
      project: 'examples/studio',
      comparisons,
      startedAt,
      finishedAt: new Date().toISOString(),
    }
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}
