import type { ApiError } from '../../shared/api.ts'
import type { Comparison, Verdict } from '../../shared/finding.ts'
import { counted, summarize } from '../../shared/report.ts'
import type { Planted } from '../../shared/planted.ts'
import type { Wording } from '../../shared/wording.ts'
import { RebaselineError } from '../errors.ts'
import type { ComparedTypes } from '../types/compare-types.ts'
import { codegenLines, type CodegenTypes } from './codegen-proof.ts'
import type { CommandContext, ExitCode } from './command.ts'
import { plantedLines } from './planted-text.ts'
import { tellPipeline } from './pipeline.ts'
import { comparisonText } from './print.ts'
import { errorText } from './terminal.ts'
import { visible } from './visible.ts'

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
  more: Readonly<Record<string, unknown>> & {
    readonly types?: ComparedTypes
    readonly codegen?: CodegenTypes
    readonly planted?: Planted
  } = {},
  wording?: Wording,
): ExitCode {
  const { json, print, tell } = context
  const { verdict } = summarize(comparison)
  const { codegen } = more
  const isDoubt = codegen !== undefined && codegen.outcome !== 'identical'
  const error = verdict === 'unknown' ? { error: nothingCompared() } : {}
  print(
    json
      ? jsonText({ ...error, ...more, ...comparison, verdict })
      : [
          ...underHeadline(
            comparisonText({ ...comparison, verdict }, undefined, wording),
            isDoubt ? codegenLines(codegen) : [],
          ),
          ...typesLines(more.types),
          ...(isDoubt ? [] : codegenLines(codegen)),
          ...plantedLines(more.planted),
        ].join('\n'),
  )
  tellPipeline({ ...comparison, verdict }, context, wording, more)
  if (error.error) tell(errorText(error.error))
  if (codegen?.outcome === 'unknown') tell(errorText(codegenFailed(codegen.why)))
  return EXITS[verdict]
}

/** What decides the exit code although the verdict looks well stands next to it. */
function underHeadline(told: string, lines: readonly string[]): readonly string[] {
  const [headline = '', ...rest] = told.split('\n')
  return [headline, ...lines, ...rest]
}

/** One line beside the verdict, and one for each line of the types that differs. */
export function typesLines(types: ComparedTypes | undefined): string[] {
  if (!types) return []
  const { outcome, tables, columns, generator, differing } = types
  const about = `${counted(tables, 'table')} with ${counted(columns, 'column')}, by ${generator}`
  return [
    `Kysely types: ${outcome} (${about})`,
    ...differing.map(({ side, line }) => `  ${side} only: ${visible(line)}`),
  ]
}

/** The JSON document on stdout. */
export const jsonText = (document: object): string => JSON.stringify(document, null, 2)

const codegenFailed = (why: string): ApiError =>
  new RebaselineError('codegen-failed', {
    doing: 'tell whether the types of kysely-codegen are the same, so that this ends with 2',
    happened: why,
  }).toJSON()

/** Why a comparison says nothing. */
export const nothingCompared = (): ApiError =>
  new RebaselineError('nothing-compared', {
    doing: 'tell whether anything was lost',
    happened: 'there is nothing on either side to compare',
  }).toJSON()
