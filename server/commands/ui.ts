import { basename } from 'node:path'
import type { Report, ReportedComparison } from '../../shared/api.ts'
import { usageError } from '../config.ts'
import { compareSources } from '../proof/compare-sources.ts'
import { openOldSide } from '../proof/old-side.ts'
import { verify } from '../proof/verify.ts'
import { inRun, inWorkspace } from '../proof/workspace.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS, type Command, type CommandContext } from './command.ts'
import { liveUrls } from './compare.ts'
import { required, type OptionName } from './options.ts'
import { comparisonText } from './print.ts'
import { servePage } from './serve.ts'
import { liveFacts, oldFacts, rebuiltFacts } from './sides.ts'
import { lookAt, oldSourceOf, proofOptionsOf, requiredUrl, workspaceOptionsOf } from './sources.ts'
import { baselineOf } from './verify.ts'

/** How many findings the terminal shows of a comparison that the page shows whole. */
const SHOWN_FINDINGS = 12

/** A comparison as the terminal shows it beside the page. */
export const shownText = (shown: ReportedComparison): string =>
  shown.status === 'compared' ? comparisonText(shown.comparison, SHOWN_FINDINGS) : ''

/** Compares once and shows the result as a page. */
export const uiCommand: Command = {
  name: 'ui',
  positionals: [],
  about: 'Show a comparison as a page: of a baseline, or of two existing databases (the default).',
  example: 'rebaseline ui --old postgres://localhost/before --rebuilt postgres://localhost/after',
  options: [...OLD_OPTIONS, 'baseline', 'old', 'rebuilt', 'port', 'no-open', ...SCRATCH_OPTIONS],
  async run(context) {
    const compareOnce = await chosen(context)
    const work = async (): Promise<Report> => {
      const startedAt = new Date().toISOString()
      return reportOf(basename(process.cwd()), [await compareOnce()], startedAt)
    }
    return servePage(context, work, ({ comparisons }) =>
      comparisons.map((shown) => shownText(shown)).join('\n'),
    )
  },
}

/** Everything the page shows, as of now. */
export const reportOf = (
  project: string,
  comparisons: readonly ReportedComparison[],
  startedAt: string,
): Report => ({ project, comparisons, startedAt, finishedAt: new Date().toISOString() })

/** Checks what was asked for, and gives the work. */
async function chosen(context: CommandContext): Promise<() => Promise<ReportedComparison>> {
  const { values } = context
  const given = (names: readonly OptionName[]): OptionName | undefined =>
    names.find((name) => values[name] !== undefined)
  if (given(['old', 'rebuilt']) === undefined) return ofBaseline(context)
  const other = given(['migrations', 'database', 'baseline'])
  if (other === undefined) return ofDatabases(context)
  throw usageError(`--${other} does not go with --old and --rebuilt`)
}

async function ofBaseline(context: CommandContext): Promise<() => Promise<ReportedComparison>> {
  const { values } = context
  const source = oldSourceOf(values)
  const folder = required(values, 'baseline')
  await lookAt(source)
  const baseline = await baselineOf(context)
  const options = proofOptionsOf(values, [source])
  return async () =>
    inWorkspace(await workspaceOptionsOf(context, liveUrls(source)), async (open) => {
      const old = await openOldSide(open, source, options.ledger, options.seed)
      const { comparison, rebuilt } = await verify(open, old, baseline, options)
      const sides = {
        old: oldFacts(source, old, open.old),
        rebuilt: rebuiltFacts(folder, rebuilt, open.rebuilt),
      }
      return { status: 'compared', title: folder, sides, comparison }
    })
}

async function ofDatabases(context: CommandContext): Promise<() => Promise<ReportedComparison>> {
  const { values } = context
  const old = { from: 'database', url: requiredUrl(values, 'old') } as const
  const rebuilt = { from: 'database', url: requiredUrl(values, 'rebuilt') } as const
  const options = proofOptionsOf(values, [old, rebuilt])
  return async () =>
    inRun(await workspaceOptionsOf(context, liveUrls(old, rebuilt)), async (run) => {
      const compared = await compareSources(run, old, rebuilt, options)
      const sides = {
        old: liveFacts(old.url, compared.old),
        rebuilt: liveFacts(rebuilt.url, compared.rebuilt),
      }
      return { status: 'compared', title: 'Two databases', sides, comparison: compared.comparison }
    })
}
