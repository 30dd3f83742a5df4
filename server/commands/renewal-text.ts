import { join } from 'node:path'
import type { RenewedFile, Renewal } from '../snapshot/renew.ts'
import type { StandingBaseline } from '../snapshot/standing.ts'
import { unifiedDiff } from '../snapshot/shown.ts'
import { counted, summarize } from '../../shared/report.ts'
import { DRIFT } from './drift-text.ts'
import { comparisonText } from './print.ts'
import { visible, visibleLines } from './visible.ts'

const MOST_FINDINGS = 40
const MOST_LINES = 120
const MOST_CONFLICTS = 5

/** How much of a difference is shown. */
export type Length = 'bounded' | 'whole'

/** A file with the difference that is shown of it. */
export interface ShownFile {
  readonly file: RenewedFile
  readonly path: string
  readonly diff: string
}

/** The files of a renewal with their differences. */
export const shownFiles = (
  { files }: Renewal,
  { folder, form }: Pick<StandingBaseline, 'folder' | 'form'>,
): readonly ShownFile[] =>
  files.map((file) => {
    const path = join(folder, `${file.name}${form.extension}`)
    return { file, path, diff: unifiedDiff(path, file.was?.text ?? null, file.text) }
  })

/** What a baseline would become, as people read it; a long difference is cut unless all of it is wanted. */
export function renewalText(renewal: Renewal, shown: readonly ShownFile[], length: Length): string {
  const { drift, status } = renewal
  if (status === 'same') {
    return [
      comparisonText(drift, MOST_FINDINGS, DRIFT),
      'Nothing to change: the files stay as they are.',
    ].join('\n')
  }
  return [
    comparisonText(drift, MOST_FINDINGS, DRIFT),
    ...shown.flatMap((each) => ['', ...fileText(each, status, length)]),
    '',
    ...proofText(renewal),
  ].join('\n')
}

function fileText(
  { file, path, diff }: ShownFile,
  status: Renewal['status'],
  length: Length,
): string[] {
  const lines = visibleLines(diff).split('\n')
  const shown = length === 'whole' ? lines : lines.slice(0, MOST_LINES)
  const left = lines.length - shown.length
  return [
    `${visible(path)}: ${wayOf(file)}`,
    ...(diff === '' ? [] : shown),
    ...(left > 0 ? [`… and ${counted(left, 'more line')} (--whole shows them)`] : []),
    ...(status === 'unproven' ? conflictsText(file) : []),
  ]
}

function wayOf({ way, edited, was, conflicts }: RenewedFile): string {
  if (was === null) return 'it is not there yet'
  if (way === 'kept') return edited === 'by hand' ? 'stays as it was edited' : 'stays as it is'
  if (way === 'generated') return 'was not edited by hand, and is generated anew'
  if (way === 'merged')
    return 'was edited by hand; that stays, and what changed in the live database is merged in'
  const why =
    conflicts.length > 0
      ? `, since ${counted(conflicts.length, 'place')} of it changed in the live database too`
      : ''
  return `was edited by hand; that stays, and statements are added for what changed in the live database${why}`
}

function conflictsText({ conflicts }: RenewedFile): string[] {
  const shown = conflicts.slice(0, MOST_CONFLICTS)
  const left = conflicts.length - shown.length
  return [
    ...shown.flatMap(({ line, mine, theirs }) => [
      `conflict at line ${line}: edited by hand, and changed in the live database`,
      ...part('by hand', mine),
      ...part('live database', theirs),
    ]),
    ...(left > 0 ? [`… and ${counted(left, 'more conflict')} (--json names all)`] : []),
  ]
}

const MOST_OF_CONFLICT = 15

function part(name: string, text: string): string[] {
  const lines = text === '' ? [] : visibleLines(text).split('\n')
  const left = lines.length - MOST_OF_CONFLICT
  return [
    `  ${name}:${lines.length === 0 ? ' nothing' : ''}`,
    ...lines.slice(0, MOST_OF_CONFLICT).map((line) => `    ${line}`),
    ...(left > 0 ? [`    … and ${counted(left, 'more line')}`] : []),
  ]
}

function proofText({ comparison, status, files }: Renewal): string[] {
  if (!comparison) return ['What would be written does not run.']
  if (status === 'proven') {
    const { verdict, headline } = summarize(comparison)
    return [`Proven: what it builds is ${verdict} (${headline}).`]
  }
  // What was found above is all that is to be said of texts that stay.
  if (files.every(({ way }) => way === 'kept')) return ['Nothing is known that would change that.']
  return [
    'What would be written builds another database than the live one:',
    comparisonText(comparison, MOST_FINDINGS, DRIFT),
  ]
}
