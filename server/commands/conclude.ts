import type { ApiError } from '../../shared/api.ts'
import type { Comparison, Verdict } from '../../shared/finding.ts'
import { summarize } from '../../shared/report.ts'
import type { Wording } from '../../shared/wording.ts'
import { RebaselineError } from '../errors.ts'
import type { CommandContext, ExitCode } from './command.ts'
import { tellPipeline } from './pipeline.ts'
import { comparisonText } from './print.ts'
import { errorText } from './terminal.ts'

const EXITS: Readonly<Record<Verdict, ExitCode>> = {
  equal: 0,
  acceptable: 0,
  different: 1,
  unknown: 2,
}

/** Prints a comparison, as text or as the JSON document with what else belongs into it, and gives its exit code. */
export function conclude(
  comparison: Comparison,
  context: CommandContext,
  more: Readonly<Record<string, unknown>> = {},
  wording?: Wording,
): ExitCode {
  const { json, print, tell } = context
  const { verdict } = summarize(comparison)
  const error = verdict === 'unknown' ? { error: nothingCompared() } : {}
  print(
    json
      ? jsonText({ ...error, ...more, ...comparison, verdict })
      : comparisonText({ ...comparison, verdict }, undefined, wording),
  )
  tellPipeline({ ...comparison, verdict }, context, wording)
  if (error.error) tell(errorText(error.error))
  return EXITS[verdict]
}

/** The JSON document on stdout. */
export const jsonText = (document: object): string => JSON.stringify(document, null, 2)

/** Why a comparison says nothing. */
export const nothingCompared = (): ApiError =>
  new RebaselineError('nothing-compared', {
    doing: 'tell whether anything was lost',
    happened: 'there is nothing on either side to compare',
  }).toJSON()
