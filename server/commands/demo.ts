import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Report, SideFacts } from '../../shared/api.ts'
import type { Comparison } from '../../shared/finding.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { generate } from '../proof/generate.ts'
import { openOldSide } from '../proof/old-side.ts'
import { verify } from '../proof/verify.ts'
import { inTemporaryFolder } from '../proof/temporary-folder.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { SERVER_OPTIONS, type Command, type CommandContext } from './command.ts'
import { verdictText } from './print.ts'
import { servePage } from './serve.ts'
import { oldFacts, rebuiltFacts } from './sides.ts'
import { workspaceOptionsOf } from './sources.ts'
import { reportOf, shownText } from './ui.ts'

const STUDIO = fileURLToPath(new URL('../../examples/studio/', import.meta.url))
const PROJECT = 'examples/studio'

/** The main job on the sample: what `npm start` runs. */
export const demoCommand: Command = {
  name: 'demo',
  positionals: [],
  about:
    'Prove a generated and a hand-made baseline of the sample project, and show both as a page.',
  example: 'npm start',
  options: ['port', 'no-open', ...SERVER_OPTIONS],
  hidden: true,
  run: (context) => servePage(context, () => proveSample(context), reportText),
}

/** Each comparison with its title, and in the end both verdicts in one glance. */
const reportText = ({ comparisons }: Report): string =>
  [
    ...comparisons.map((shown) => `\n${shown.title}\n${shownText(shown)}`),
    '\nIn short',
    ...comparisons.map((shown) => `  ${shown.title}: ${verdictText(shown)}`),
  ].join('\n')

async function proveSample(context: CommandContext): Promise<Report> {
  const startedAt = new Date().toISOString()
  const source = { from: 'migrations', folder: join(STUDIO, 'migrations') } as const
  const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const
  const workspace = await workspaceOptionsOf(context, [])
  return inWorkspace(workspace, async (open) => {
    const old = await openOldSide(open, source, options.ledger, options.seed)
    const generated = await inTemporaryFolder((out) => generate(open, old, { ...options, out }))
    const byHand = await verify(open, old, join(STUDIO, 'baseline-by-hand'), options)
    const shown = oldFacts({ ...source, folder: `${PROJECT}/migrations` }, old, open.old)
    const compared = (title: string, rebuilt: SideFacts, comparison: Comparison) =>
      ({ status: 'compared', title, sides: { old: shown, rebuilt }, comparison }) as const
    return reportOf(
      PROJECT,
      [
        compared(
          'The generated baseline',
          rebuiltFacts('the generated baseline', generated.rebuilt, open.rebuilt),
          generated.comparison,
        ),
        compared(
          'The baseline made by hand',
          rebuiltFacts(`${PROJECT}/baseline-by-hand`, byHand.rebuilt, open.rebuilt),
          byHand.comparison,
        ),
      ],
      startedAt,
    )
  })
}
