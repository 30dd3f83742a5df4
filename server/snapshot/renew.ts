import { RebaselineError } from '../errors.ts'
import { generate, write, type Draft, type Generated } from '../proof/generate.ts'
import type { OldSide } from '../proof/old-side.ts'
import { readEmpty, type RebuiltSide } from '../proof/rebuild.ts'
import { STEADY } from '../proof/volatility.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { Comparison } from '../../shared/finding.ts'
import { isNotRunning, proveStanding, proveTexts, type BuildOptions, type Proof } from './build.ts'
import { inTheWayOf, plainText } from './lines.ts'
import { mendable, mendTexts } from './mend.ts'
import { merge, type Conflict } from './merge.ts'
import type { StandingBaseline, StandingFile } from './standing.ts'

/** How a text came about. */
export type Way = 'kept' | 'generated' | 'merged' | 'mended'

/** What becomes of one file. */
export interface RenewedFile {
  readonly name: string
  readonly was: StandingFile | null
  readonly text: string
  readonly way: Way
  /** Whether a person did: it is another text than what is generated for the database that it builds. */
  readonly edited: 'by hand' | 'not' | 'not asked'
  readonly conflicts: readonly Conflict[]
}

/** What a baseline becomes when it takes over what the live database has. */
export interface Renewal {
  /** `same`: nothing has to change. `proven`: the new texts build the live database. */
  readonly status: 'same' | 'proven' | 'unproven'
  /** What the live database has otherwise than the baseline as it stands. */
  readonly drift: Comparison
  readonly stood: RebuiltSide
  readonly files: readonly RenewedFile[]
  /** Of the live database with what the new texts build; null where those do not run. */
  readonly comparison: Comparison | null
  /** Why they don't. */
  readonly error: RebaselineError | null
}

interface Attempt {
  readonly texts: Draft
  readonly proof: Proof | RebaselineError
}

/**
 * Brings a baseline that stands up to a live database and keeps what people edited in it: what is generated for the
 * database that it builds is the base from which both the edits and the change of the schema are known. Whatever comes
 * of that is built and compared before it counts.
 */
export async function renew(
  workspace: Workspace,
  old: OldSide,
  standing: StandingBaseline,
  options: BuildOptions,
): Promise<Renewal> {
  const stood = await proveStanding(workspace, old, standing, options)
  // Of a text that builds the same database, whatever is in it was meant.
  if (stood.comparison.verdict === 'equal') return unchanged(standing, stood)
  const generated = await generate(workspace, old, { ...options, form: standing.form })
  await generated.rebuilt.database.drop()
  const base = await baseOf(workspace, stood.rebuilt, standing, options)
  const mine = {
    baseline: standing.baseline.text,
    seed: standing.seed?.text ?? generated.texts.seed,
  }
  const edited = {
    baseline: plainText(mine.baseline) !== base.baseline,
    seed: standing.seed !== null && plainText(mine.seed) !== base.seed,
  }
  const merged = {
    baseline: mergedText(base.baseline, mine.baseline, generated.texts.baseline, edited.baseline),
    seed: mergedText(base.seed, mine.seed, generated.texts.seed, edited.seed),
  }
  const texts = { baseline: merged.baseline.text, seed: merged.seed.text }
  const attempt = await bestOf(
    { workspace, old, standing, options, generated, base },
    { mine, stood },
    texts,
    edited,
  )
  const { proof } = attempt
  const isProven = isGood(proof)
  const files = (['baseline', 'seed'] as const).map((name, index): RenewedFile => {
    const was = name === 'baseline' ? standing.baseline : standing.seed
    const text = attempt.texts[name]
    const made = edited[name] ? 'merged' : 'generated'
    const way = text === mine[name] ? 'kept' : text === merged[name].text ? made : 'mended'
    return {
      name: standing.names[index] ?? '',
      was,
      text,
      way: was === null ? 'generated' : way,
      edited: edited[name] ? 'by hand' : 'not',
      conflicts: merged[name].conflicts,
    }
  })
  const isSame = files.every(({ was, text }) => was?.text === text)
  return {
    status: !isProven ? 'unproven' : isSame ? 'same' : 'proven',
    drift: stood.comparison,
    stood: stood.rebuilt,
    files,
    comparison: proof instanceof RebaselineError ? null : proof.comparison,
    error: proof instanceof RebaselineError ? proof : null,
  }
}

function unchanged({ baseline, seed }: StandingBaseline, { rebuilt, comparison }: Proof): Renewal {
  const files = [baseline, ...(seed ? [seed] : [])].map((was): RenewedFile => {
    const { name, text } = was
    return { name, was, text, way: 'kept', edited: 'not asked', conflicts: [] }
  })
  return { status: 'same', drift: comparison, stood: rebuilt, files, comparison, error: null }
}

const mergedText = (
  base: string,
  mine: string,
  theirs: string,
  isEdited: boolean,
): { readonly text: string; readonly conflicts: readonly Conflict[] } =>
  isEdited ? merge(base, mine, theirs) : { text: inTheWayOf(theirs, mine), conflicts: [] }

const isGood = (proof: Proof | RebaselineError): boolean =>
  !(proof instanceof RebaselineError) &&
  (proof.comparison.verdict === 'equal' || proof.comparison.verdict === 'acceptable')

/** What is generated for the database that the standing text builds. */
async function baseOf(
  workspace: Workspace,
  stood: RebuiltSide,
  standing: StandingBaseline,
  options: BuildOptions,
): Promise<Draft> {
  const side: OldSide = {
    ...stood,
    ...STEADY,
    untold: [],
    migrations: [],
    did: new Map(),
    history: null,
    ways: null,
    whole: null,
    title: standing.folder,
    milliseconds: { replay: 0, plain: 0 },
  }
  const empty = await readEmpty(workspace, options.ledger)
  const first = write(side, side, empty, standing.form)
  const isAsWritten = (text: string | undefined, own: string): boolean =>
    text === undefined || plainText(text) === own
  if (
    isAsWritten(standing.baseline.text, first.baseline) &&
    isAsWritten(standing.seed?.text, first.seed)
  ) {
    return first
  }
  try {
    const { texts, rebuilt } = await generate(workspace, side, { ...options, form: standing.form })
    await rebuilt.database.drop()
    return texts
  } catch (error) {
    // A base that is less close makes more conflicts, and nothing else: what is merged is proven.
    const isOurs = error instanceof RebaselineError && OURS.has(error.code)
    if (isOurs) return first
    throw error
  }
}

const OURS: ReadonlySet<string> = new Set(['generated-refused', 'not-repeatable'])

interface Given {
  readonly workspace: Workspace
  readonly old: OldSide
  readonly standing: StandingBaseline
  readonly options: BuildOptions
  readonly generated: Generated
  readonly base: Draft
}

/** The first that is proven: what was merged, that with what it still lacks put in, and what stood with that put in. */
async function bestOf(
  given: Given,
  { mine, stood }: { readonly mine: Draft; readonly stood: Proof },
  merged: Draft,
  edited: Readonly<Record<keyof Draft, boolean>>,
): Promise<Attempt> {
  const { generated, old } = given
  const isMine = given.standing.seed !== null && isText(merged, mine)
  const isGenerated = !edited.baseline && !edited.seed
  const first: Attempt = {
    texts: merged,
    proof: isMine
      ? stood
      : isGenerated
        ? { rebuilt: generated.rebuilt, comparison: generated.comparison }
        : await attempted(given, merged),
  }
  if (isGood(first.proof) && (isGenerated || !isLacking(first.proof, old))) return first
  const second = await mended(given, first)
  if (second && isGood(second.proof)) return second
  if (isGood(first.proof) || isMine) return first
  const third = await mended(given, { texts: mine, proof: stood })
  return third && isGood(third.proof) ? third : first
}

const isText = (first: Draft, second: Draft): boolean =>
  first.baseline === second.baseline && first.seed === second.seed

/** Whether something is left that a statement could bring. */
const isLacking = (proof: Proof | RebaselineError, old: OldSide): boolean =>
  !(proof instanceof RebaselineError) && mendable(proof, old).length > 0

async function mended(given: Given, { texts, proof }: Attempt): Promise<Attempt | undefined> {
  if (proof instanceof RebaselineError) return undefined
  const put = mendTexts(given.standing, texts, proof, given.old, given.base)
  if (!put) return undefined
  return { texts: put, proof: await attempted(given, put) }
}

const attempted = (
  { workspace, old, standing, options }: Given,
  texts: Draft,
): Promise<Proof | RebaselineError> =>
  proveTexts(workspace, old, standing, texts, options).catch((error: unknown) => {
    if (isNotRunning(error)) return error
    throw error
  })
