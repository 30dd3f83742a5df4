import { appendFileSync } from 'node:fs'
import { comparisonMarkdown } from '../export/report.ts'
import { fileError } from '../machine/file-error.ts'
import { doubtsOf, OUTCOME_WORDS } from '../../shared/doubts.ts'
import { blocks, type Comparison, type Finding } from '../../shared/finding.ts'
import { describeAddress } from '../../shared/model.ts'
import type { Proof } from '../../shared/overview.ts'
import { summarize } from '../../shared/report.ts'
import type { Wording } from '../../shared/wording.ts'
import { typesProof, type ComparedTypes } from '../types/compare-types.ts'
import { plantedProofs } from '../workbench/planted-proof.ts'
import type { Planted } from '../../shared/planted.ts'
import { proofOf, type CodegenTypes } from './codegen-proof.ts'
import type { CommandContext } from './command.ts'
import { text } from './options.ts'
import { visiblePair } from './visible.ts'

/** A summary of GitHub's holds a megabyte. */
const MOST_WRITTEN_OUT = 200
/** It shows ten of a step. */
const MOST_ANNOTATED = 9

/** What a pipeline shows of a comparison: Markdown in the file that was named, and annotations where they are read. */
export function tellPipeline(
  comparison: Comparison,
  {
    values,
    environment,
    mask,
    tell,
  }: Pick<CommandContext, 'values' | 'environment' | 'mask' | 'tell'>,
  wording?: Wording,
  {
    types,
    codegen,
    planted,
  }: {
    readonly types?: ComparedTypes
    readonly codegen?: CodegenTypes
    readonly planted?: Planted
  } = {},
): void {
  const proofs = [
    ...(types ? [typesProof(types)] : []),
    ...(codegen ? [proofOf(codegen)] : []),
    ...(planted ? plantedProofs(planted) : []),
  ]
  const file = text(values, 'summary')
  if (file !== undefined) {
    try {
      appendFileSync(file, mask(comparisonMarkdown(comparison, MOST_WRITTEN_OUT, wording, proofs)))
    } catch (error) {
      throw fileError('write the summary', file, error)
    }
  }
  if (environment.annotates) tell(annotationsOf(comparison, wording, proofs).join('\n'))
}

function annotationsOf(
  comparison: Comparison,
  wording: Wording | undefined,
  proofs: readonly Proof[],
): string[] {
  const { verdict, headline } = summarize(comparison)
  const blocking = comparison.findings.filter(blocks)
  const isFine = verdict === 'equal' || verdict === 'acceptable'
  return [
    annotation(
      isFine ? 'notice' : 'error',
      `Rebaseline: ${verdict}`,
      wording?.headline(comparison) ?? headline,
    ),
    ...doubtsOf(verdict, proofs).map(({ title, outcome, detail }) =>
      annotation('error', `Rebaseline: ${OUTCOME_WORDS[outcome]}`, `${title}: ${detail}`),
    ),
    ...blocking
      .slice(0, MOST_ANNOTATED)
      .map((finding) =>
        annotation('error', describeAddress(finding.address), annotated(finding, wording)),
      ),
  ]
}

/** In other words than those of two builds, both values and the statement are said too: a log shows them on one line. */
function annotated(finding: Finding, wording: Wording | undefined): string {
  const { change, attributes, sql } = finding
  if (!wording) {
    const names = attributes.map(({ name }) => name).join(', ')
    return `${change}${names && `: ${names}`}`
  }
  const values = attributes
    .filter(({ name }) => name !== 'present')
    .map(({ name, old, rebuilt }) => `${name}: ${wording.values(...visiblePair(old, rebuilt))}`)
  const mends = sql === undefined ? [] : [`${wording.mends}: ${clipped(sql)}`]
  return [wording.change(finding), ...values, ...mends].join('\n')
}

const LONGEST = 400
const clipped = (sql: string): string => (sql.length > LONGEST ? `${sql.slice(0, LONGEST)}…` : sql)

/** One line that GitHub shows beside a run. */
export const annotation = (level: 'error' | 'notice', title: string, message: string): string =>
  `::${level} title=${escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(message)}`

const escaped = (said: string): string =>
  said.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
