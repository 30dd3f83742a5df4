import { appendFileSync } from 'node:fs'
import { comparisonMarkdown } from '../export/report.ts'
import { fileError } from '../machine/file-error.ts'
import { blocks, type Comparison } from '../../shared/finding.ts'
import { describeAddress } from '../../shared/model.ts'
import { summarize } from '../../shared/report.ts'
import type { CommandContext } from './command.ts'
import { text } from './options.ts'

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
): void {
  const file = text(values, 'summary')
  if (file !== undefined) {
    try {
      appendFileSync(file, mask(comparisonMarkdown(comparison, MOST_WRITTEN_OUT)))
    } catch (error) {
      throw fileError('write the summary', file, error)
    }
  }
  if (environment.annotates) tell(annotationsOf(comparison).join('\n'))
}

function annotationsOf(comparison: Comparison): string[] {
  const { verdict, headline } = summarize(comparison)
  const blocking = comparison.findings.filter(blocks)
  const isFine = verdict === 'equal' || verdict === 'acceptable'
  return [
    annotation(isFine ? 'notice' : 'error', `Rebaseline: ${verdict}`, headline),
    ...blocking.slice(0, MOST_ANNOTATED).map(({ address, change, attributes }) => {
      const names = attributes.map(({ name }) => name).join(', ')
      const subject = describeAddress(address)
      return annotation('error', subject, `${change}${names && `: ${names}`}`)
    }),
  ]
}

/** One line that GitHub shows beside a run. */
export const annotation = (level: 'error' | 'notice', title: string, message: string): string =>
  `::${level} title=${escaped(title).replaceAll(':', '%3A').replaceAll(',', '%2C')}::${escaped(message)}`

const escaped = (said: string): string =>
  said.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
