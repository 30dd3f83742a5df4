import { needsPrintingAgain, printedAlike } from '../compare/canonical.ts'
import { compare, type CompareResult } from '../compare/compare.ts'
import {
  comparisonOf,
  findingsOf,
  NOTHING_FORGIVEN,
  unmodeledFindings,
  type Forgiveness,
} from '../compare/classify.ts'
import { apartFromMajors } from '../compare/majors.ts'
import type { VolatileAttributes } from '../compare/volatile.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { renameStatements } from '../compare/renames.ts'
import { RebaselineError } from '../errors.ts'
import { excerpt } from '../excerpt.ts'
import { isRefused, type QueryFailed } from '../query-failed.ts'
import { compareRows } from '../rows/compare-rows.ts'
import type { RowVolatility } from '../rows/volatility.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { isBare } from './bare.ts'
import { builtinFindings, builtinNotes } from './builtin-changes.ts'
import { databaseFindings, databaseNotes, type Origin } from './database-facts.ts'
import { blurredNotes, roleNotes, type BuildRoles } from './given-roles.ts'
import { hiddenNotes } from './hidden-notes.ts'
import { ledgerNotes } from './ledger-notes.ts'
import { leftOutNotes, notCompared } from './not-compared.ts'
import type { Side } from './read-side.ts'
import { withoutLeftUndone } from './left-undone.ts'
import { noticedIn, opinionOf, type Dumped } from './opinion-of.ts'
import { printAgain, readEmpty } from './rebuild.ts'
import type { Untold } from './volatility.ts'
import type { Workspace } from './workspace.ts'

/** By which rules two sides are compared. */
export interface CompareOptions {
  readonly ledger: Ledger
  readonly seed: SeedSelection
  readonly volatile?: VolatileAttributes
  readonly volatileRows?: RowVolatility | null
  readonly databases?: Origin
  /** Whether people gave the rebuilt side, or it was built here, as it is unless told. */
  readonly rebuiltIs?: 'built' | 'given'
  /** Of sides that were built. */
  readonly roles?: { readonly old: BuildRoles; readonly rebuilt: BuildRoles }
}

/** Compares two sides wholly: schema, texts that are only printed differently, rows, and what no kind reads. */
export async function compareSides(
  workspace: Workspace | (() => Promise<Workspace>),
  old: Side & Partial<Untold>,
  rebuilt: Side & Partial<Untold>,
  options: CompareOptions,
): Promise<Comparison> {
  const compared = compare(old.model, rebuilt.model)
  const { result, notes } =
    options.rebuiltIs === 'given' ? { result: compared, notes: [] } : withoutLeftUndone(compared)
  const volatile = options.volatile ?? new Map()
  const printing = needsPrintingAgain(result)
    ? await printBoth(workspace, result, old.model, rebuilt.model, options.ledger)
    : { printed: NOTHING_FORGIVEN.printed, notCompared: [] }
  const rows = compareRows(old.data, rebuilt.data, options.volatileRows ?? null)
  const apart = apartFromMajors(
    findingsOf(result, { printed: printing.printed, volatile }),
    result.pairs.matched,
    { old: old.model, rebuilt: rebuilt.model },
  )
  const findings = [
    ...apart.findings,
    ...unmodeledFindings(old.model, rebuilt.model),
    ...databaseFindings(old.model.server, rebuilt.model.server, options.databases ?? 'built'),
    ...builtinFindings(old.model, rebuilt.model, options.databases ?? 'built'),
    ...rows.findings,
  ]
  const opinion = opinionOf(dumpedOf(old), dumpedOf(rebuilt), noticedIn(result), findings)
  const isEmpty = isBare(old.model) && isBare(rebuilt.model)
  const comparison = comparisonOf(old.model, rebuilt.model, [...findings, ...opinion.findings], {
    secondOpinion: opinion.said,
    counts: options.seed === 'none' ? {} : rows.counts,
    notCompared: [
      ...(isEmpty ? ['anything: neither side holds an object of its own'] : []),
      ...apart.notCompared,
      ...notCompared(old.model, rebuilt.model, options.seed),
      ...leftOutNotes(old.data, rebuilt.data),
      ...databaseNotes(old.model.server, rebuilt.model.server, options.databases ?? 'built'),
      ...ledgerNotes(old.model, rebuilt.model),
      ...hiddenNotes(old.model, rebuilt.model),
      ...notes,
      ...builtinNotes(old.model, rebuilt.model, options.databases ?? 'built'),
      ...printing.notCompared,
      ...rows.notCompared,
      ...new Set([...(old.untold ?? []), ...(rebuilt.untold ?? [])]),
      ...blurredNotes(old.model, rebuilt.model, options.databases ?? 'built'),
      ...(options.roles ? roleNotes(options.roles.old, options.roles.rebuilt) : []),
    ],
  })
  return isEmpty ? { ...comparison, verdict: 'unknown' } : comparison
}

const dumpedOf = ({ model, dump }: Side): Dumped => ({ server: model.server, dump })

/** True where what was written is at fault, and not the way there. */
const isUnwritable = (error: unknown): error is RebaselineError =>
  isRefused(error) || (error instanceof RebaselineError && UNWRITABLE.has(error.code))

const UNWRITABLE: ReadonlySet<string> = new Set(['dependency-cycle', 'role-missing'])

/** Where these are, each difference of text stays a real one. */
function notWritten(refused: readonly QueryFailed[]): string {
  const [first] = refused
  const further = new Set(refused.map(({ statement }) => statement)).size - 1
  const others = further > 0 ? `, and ${counted(further, 'further statement')}` : ''
  return `whether texts are only printed differently in what could not be written again: ${excerpt(first?.statement ?? '', null)} (${first?.happened})${others}`
}

/** Without this proof every difference of text stays a real one. */
async function printBoth(
  given: Workspace | (() => Promise<Workspace>),
  result: CompareResult,
  old: Model,
  rebuilt: Model,
  ledger: Ledger,
): Promise<{ printed: Forgiveness['printed']; notCompared: readonly string[] }> {
  const workspace = typeof given === 'function' ? await given() : given
  workspace.progress('Printing both sides again from scratch')
  try {
    const empty = await readEmpty(workspace, ledger)
    const [oldAgain, rebuiltAgain] = [
      await printAgain(workspace, old, empty, ledger),
      await printAgain(workspace, rebuilt, empty, ledger, renameStatements(result.pairs.matched)),
    ]
    const refused = [...oldAgain.refused, ...rebuiltAgain.refused]
    return {
      printed: printedAlike(result, oldAgain.model, rebuiltAgain.model),
      notCompared: refused.length === 0 ? [] : [notWritten(refused)],
    }
  } catch (error) {
    if (!isUnwritable(error)) throw error
    const why = `whether texts are only printed differently: both sides could not be written again (${error.message})`
    return { printed: NOTHING_FORGIVEN.printed, notCompared: [why] }
  }
}
