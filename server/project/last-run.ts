import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { CATEGORIES, type CategoryName } from '../../shared/categories.ts'
import { Evidence, ITEM_IDS, type ItemId } from '../../shared/checklist.ts'
import { DIFFERENCE_CLASSES, verdictOf, type DifferenceClass } from '../../shared/finding.ts'
import { Picture } from '../../shared/history-picture.ts'
import { KIND_NAMES, type FindingKind } from '../../shared/kinds.ts'
import { AddressSchema, AttributeDifferenceSchema } from '../../shared/object.ts'
import { KindCount, Proof, SideFacts, VERDICTS } from '../../shared/overview.ts'
import { SquashLine } from '../../shared/line.ts'
import { Planted } from '../../shared/planted.ts'
import { closed, nullable, oneOf, Time } from '../../shared/schema.ts'
import { RebaselineError } from '../errors.ts'
import { Imported } from './imported.ts'
import { hashText } from './inputs.ts'
import { withLock } from './lock.ts'
import type { Project } from './project.ts'
import { readState, writeState } from './state-files.ts'

/** Hashes of all that a run depends on, as they are kept on disk. */
export const Inputs = closed({
  migrations: Type.String(),
  baseline: Type.String(),
  seed: Type.String(),
  rules: Type.String(),
  major: Type.Integer(),
})

const RecordedFinding = closed({
  class: oneOf(Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]),
  kind: oneOf(Object.keys(KIND_NAMES) as FindingKind[]),
  address: AddressSchema,
  change: oneOf(['missing', 'added', 'changed', 'renamed']),
  attributes: Type.Array(AttributeDifferenceSchema),
  sql: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  at: Type.Optional(oneOf(['the end'])),
})

const Content = closed({
  number: Type.Integer({ minimum: 1 }),
  finishedAt: Time,
  inputs: Inputs,
  /** What the old migrations load from outside their folder; not kept by older versions. */
  imported: Type.Optional(Imported),
  /** Revision of the drafts that it is for. */
  revision: nullable(Type.Integer()),
  /** How Kysely's own tables are named, where that was told. */
  ledger: Type.Optional(
    closed({ table: Type.String(), lockTable: Type.String(), schema: Type.String() }),
  ),
  /** The squash line, where later files stay: the baseline replaces the folder up to the last one of these alone. */
  line: Type.Optional(SquashLine),
  sides: closed({ old: SideFacts, rebuilt: SideFacts }),
  proofs: Type.Array(Proof),
  /** What came of planted faults, where somebody asked for them. */
  planted: Type.Optional(Planted),
  comparison: closed({
    verdict: oneOf(VERDICTS),
    counts: Type.Record(Type.String(), KindCount),
    findings: Type.Array(RecordedFinding),
    notCompared: Type.Array(Type.String()),
  }),
  /** What the picture and the categories of the report are made of; not there where no migration was replayed. */
  history: Type.Optional(
    closed({
      picture: Picture,
      /** Of each column of the picture, by what it did. */
      categories: Type.Array(oneOf(Object.keys(CATEGORIES) as CategoryName[])),
      /** Files of the folder that were not run; not kept by older versions. */
      passedOver: Type.Optional(Type.Array(Type.String())),
    }),
  ),
  /** What each migration of the old side did, in words, by its name. */
  did: Type.Record(Type.String(), Type.String()),
  /** What the machine found for each item of the checklist. */
  evidence: closed(
    Object.fromEntries(ITEM_IDS.map((item) => [item, Type.Optional(Evidence)])) as Record<
      ItemId,
      ReturnType<typeof Type.Optional<typeof Evidence>>
    >,
  ),
})
const Recorded = closed({ hash: Type.String(), run: Content })
const recorded = Compile(Recorded)

/** The last comparison of a project as it is kept on disk: what `sign`, `ack` and `export` go by without a server. */
export type RunRecord = Static<typeof Content>

const FILE = 'last-run.json'

/** The last comparison; null where there was none. A file that was changed or cut off is refused, never half believed. */
export async function readLastRun(project: Project): Promise<RunRecord | null> {
  const text = await readState(project, FILE)
  if (text === null) return null
  const found = parsed(text)
  if (!recorded.Check(found)) throw damaged('it is not of the form that Rebaseline writes')
  const { hash, run } = found
  if (hash !== hashText(JSON.stringify(run))) throw damaged('it was changed after it was written')
  if (
    run.comparison.verdict !== 'unknown' &&
    run.comparison.verdict !== verdictOf(run.comparison.findings)
  ) {
    throw damaged('its verdict does not follow from its findings')
  }
  return run
}

/** Keeps a comparison as the last one. */
export const writeLastRun = (project: Project, run: RunRecord): Promise<void> =>
  withLock(project, { doing: 'keep the result of the run' }, () => {
    const text = JSON.stringify({ hash: hashText(JSON.stringify(run)), run })
    return writeState(project, FILE, text)
  })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw damaged('it is not whole')
  }
}

const damaged = (happened: string): RebaselineError =>
  new RebaselineError('state-damaged', {
    doing: `read .rebaseline/${FILE}`,
    happened,
    help: 'Run the comparison again: it writes the file anew.',
  })
