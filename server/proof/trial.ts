import { compare } from '../compare/compare.ts'
import { findingsOf, NOTHING_FORGIVEN } from '../compare/classify.ts'
import { RebaselineError, type ErrorCode } from '../errors.ts'
import { isStopped } from '../history/failure.ts'
import { compareRows } from '../rows/compare-rows.ts'
import type { Finding } from '../../shared/finding.ts'
import { describeAddress, keyOf } from '../../shared/model.ts'
import type { Side } from './read-side.ts'
import type { Volatility } from './volatility.ts'

/** A third build of a folder, made otherwise on purpose: what then differs depends on that. */
export type Trial =
  | { readonly outcome: 'built'; readonly side: Side }
  /** A migration does not run that way. */
  | { readonly outcome: 'failed'; readonly migration: string | null; readonly what: string }

/** What only says something of the migrations, not of this machine or of the person in front of it. */
const OF_THE_FOLDER: ReadonlySet<ErrorCode> = new Set([
  'migration-failed',
  'migration-not-loaded',
  'migration-ended-process',
])

/** Why a build made otherwise says nothing: it was stopped from outside. */
export class TrialStopped extends Error {}

/** What stops a trial without being about the folder stops the run, or, where it may be about the machine, the trial. */
export async function tryBuild(build: () => Promise<Side>): Promise<Trial> {
  try {
    return { outcome: 'built', side: await build() }
  } catch (error) {
    if (!(error instanceof RebaselineError)) throw error
    const [what = ''] = error.happened.split('\n')
    if (isStopped(error)) throw new TrialStopped(what, { cause: error })
    if (OF_THE_FOLDER.has(error.code)) {
      return { outcome: 'failed', migration: error.migration?.name ?? null, what }
    }
    throw error
  }
}

/** Two usual builds of a folder, and what is known to differ between them. */
export interface UsualBuilds extends Volatility {
  readonly first: Side
  readonly second: Side
}

/** What a trial built otherwise than both usual builds did. */
export function onlyInTrial(usual: UsualBuilds, trial: Side): Finding[] {
  const { first, second, volatile, volatileRows } = usual
  const found = (other: Side): Finding[] =>
    [
      ...findingsOf(compare(first.model, other.model), { ...NOTHING_FORGIVEN, volatile }),
      ...compareRows(first.data, other.data, volatileRows).findings,
    ].filter((finding) => finding.class !== 'volatile')
  const known = new Set(found(second).map(markOf))
  return found(trial).filter((finding) => !known.has(markOf(finding)))
}

const markOf = ({ class: own, kind, change, address }: Finding): string =>
  [own, kind, change, keyOf(address)].join(' ')

const MOST_NAMED = 5

/** The first of them in a few words each. */
export function differingText(findings: readonly Finding[]): string {
  const named = findings.slice(0, MOST_NAMED).map(({ address, change, attributes, note }) => {
    const names = attributes.map(({ name }) => name).join(', ')
    return `${describeAddress(address)} (${[change, note ?? names].filter(Boolean).join(': ')})`
  })
  const more = findings.length - named.length
  return `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}
