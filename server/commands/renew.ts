import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline/promises'
import { RebaselineError } from '../errors.ts'
import { openOldSide } from '../proof/old-side.ts'
import { lookAtFolder } from '../proof/save.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { putTogether } from '../snapshot/put.ts'
import { renew, type RenewedFile, type Renewal } from '../snapshot/renew.ts'
import type { StandingBaseline } from '../snapshot/standing.ts'
import type { Comparison } from '../../shared/finding.ts'
import { summarize } from '../../shared/report.ts'
import type { CommandContext, ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { DRIFT, withStatements } from './drift-text.ts'
import { tellPipeline } from './pipeline.ts'
import { filesText } from './print.ts'
import { renewalText, shownFiles, type ShownFile } from './renewal-text.ts'
import { oldSourceOf, proofOptionsOf, workspaceOptionsOf } from './sources.ts'
import { errorText } from './terminal.ts'

type Outcome = 'same' | 'written' | 'not-written' | 'unproven'

/** Shows what a baseline that stands would become, and writes it where somebody agrees. */
export async function renewBaseline(
  context: CommandContext,
  standing: StandingBaseline,
): Promise<ExitCode> {
  const { values, json, print, tell } = context
  const source = oldSourceOf(values)
  const options = proofOptionsOf(values, [source])
  // Who only looks needs no permission to write.
  if (values.yes === true || canAsk(context)) await lookAtFolder(standing.folder)
  const workspace = await workspaceOptionsOf(context, [source])
  const renewal = await inWorkspace(workspace, async (open) => {
    const old = await openOldSide(open, source, options.ledger, options.seed)
    const found = await renew(open, old, standing, options)
    const run = { old, rebuilt: found.stood, volatileRows: old.volatileRows }
    return { ...found, drift: withStatements(found.drift, run) }
  })
  const shown = shownFiles(renewal, standing)
  if (!json) print(renewalText(renewal, shown, values.whole === true ? 'whole' : 'bounded'))
  const outcome = await decide(context, standing, renewal)
  const comparison = renewal.comparison ?? renewal.drift
  const verdict = summarize(comparison).verdict
  if (outcome === 'written') tellPipeline({ ...comparison, verdict }, context)
  else tellPipeline({ ...renewal.drift, verdict: summarize(renewal.drift).verdict }, context, DRIFT)
  const error = errorOf(renewal, standing)
  if (json) print(jsonText(documentOf(renewal, shown, outcome, error)))
  else if (outcome === 'written') {
    const written = changedFiles(renewal).map(({ name, text }) => ({
      path: pathOf(standing, name),
      bytes: Buffer.byteLength(text),
    }))
    print(filesText(written))
  }
  if (error) tell(errorText(error))
  if (outcome === 'not-written') tell(notWritten(canAsk(context)))
  if (outcome === 'same' || outcome === 'written') return 0
  return outcome === 'unproven' && (renewal.error || verdict === 'unknown') ? 2 : 1
}

const pathOf = ({ folder, form }: StandingBaseline, name: string): string =>
  join(folder, `${name}${form.extension}`)

const changedFiles = ({ files }: Renewal): readonly RenewedFile[] =>
  files.filter(({ was, text }) => was?.text !== text)

async function decide(
  context: CommandContext,
  standing: StandingBaseline,
  renewal: Renewal,
): Promise<Outcome> {
  if (renewal.status !== 'proven') return renewal.status
  const isAgreed = context.values.yes === true || (canAsk(context) && (await agreed(context)))
  if (!isAgreed) return 'not-written'
  const files = changedFiles(renewal).map(({ name, was, text }) => ({
    path: pathOf(standing, name),
    was,
    text,
  }))
  await putTogether(standing.folder, files)
  return 'written'
}

const canAsk = ({ json }: CommandContext): boolean =>
  !json && process.stdin.isTTY && process.stderr.isTTY

const agreed = ({ signal }: CommandContext): Promise<boolean> =>
  askedWhether(createInterface({ input: process.stdin, output: process.stderr }), signal)

/** Whether a person says yes; whoever turns away from the question calls the command off. */
export async function askedWhether(lines: Interface, signal: AbortSignal): Promise<boolean> {
  try {
    return /^y(es)?$/i.test((await lines.question('Write it? [y/N] ', { signal })).trim())
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ABORT_ERR') throw error
    throw new RebaselineError('run-cancelled', {
      doing: 'write the baseline',
      happened: 'the question was not answered',
      help: 'Nothing has been written.',
    })
  } finally {
    lines.close()
  }
}

const notWritten = (isAsked: boolean): string =>
  isAsked
    ? 'Nothing was written.'
    : 'Nothing was written: it is written with --yes, or by answering yes on a terminal.'

function errorOf(
  { status, error, comparison }: Renewal,
  { folder }: StandingBaseline,
): RebaselineError | null {
  if (status !== 'unproven') return null
  return new RebaselineError('snapshot-unproven', {
    doing: `bring the baseline in ${folder} up to the live database`,
    happened: error
      ? `what was edited by hand and what changed in the live database do not run together: ${error.happened}`
      : summarize(comparison ?? NOTHING).headline,
  })
}

const NOTHING: Comparison = { verdict: 'unknown', counts: {}, findings: [], notCompared: [] }

/** The document for programs. */
function documentOf(
  { drift, comparison }: Renewal,
  shown: readonly ShownFile[],
  outcome: Outcome,
  error: RebaselineError | null,
): object {
  const proof = comparison ?? NOTHING
  return {
    ...(error ? { error } : {}),
    outcome,
    files: shown.map(({ file: { name, way, edited, was, text, conflicts }, path, diff }) => ({
      name,
      path,
      way,
      edited,
      changed: was?.text !== text,
      bytes: Buffer.byteLength(text),
      diff,
      conflicts,
    })),
    drift: { ...drift, verdict: summarize(drift).verdict },
    ...proof,
    verdict: summarize(proof).verdict,
  }
}
