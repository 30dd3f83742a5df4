import type { Chosen } from '../configuration/chosen-names.ts'
import { RebaselineError } from '../errors.ts'
import type { ComparedRun } from '../project/run.ts'
import { blocks, type Finding } from '../../shared/finding.ts'
import { keyOf, type AttributeValue } from '../../shared/model.ts'
import {
  sentAddress,
  type Findings,
  type FindingView,
  type ObjectDetail,
  type RowsPage,
  type Tree,
} from '../../shared/object.ts'
import { definitionOf } from './definition.ts'
import { domainsOfRun } from './domains.ts'
import { gridsOf } from './grids.ts'
import { findingId } from './ids.ts'
import { fullName, nameOfEntry } from './naming.ts'
import { neighboursOf } from './neighbours.ts'
import { originOf } from './origin.ts'
import { hasRows, rowsOf } from './rows.ts'
import { indexOf, shownSide, type Entry } from './run-index.ts'
import { statusOfEntry } from './status.ts'

/** Whether we know statements that would mend a finding. */
export type RemedyOf = (run: ComparedRun, finding: Finding) => FindingView['remedy']

/** Everything that was compared, one entry for each object that stands by itself. */
export function treeOf(run: ComparedRun, names?: Chosen): Tree {
  const index = indexOf(run)
  const domains = domainsOfRun(run, names?.chosen ?? {})
  const entries = index.entries.map((entry) => {
    const blocking = entry.findings.filter(blocks).length
    return {
      id: entry.id,
      kind: entry.kind,
      ...nameOfEntry(entry),
      parts: [...new Set(entry.parts.map((part) => shownSide(part).kind))],
      status: statusOfEntry(index, entry),
      blocking,
      acceptable: entry.findings.length - blocking,
      rows: hasRows(run, entry.pair),
      domain: domains.of.get(entry.id) ?? null,
    }
  })
  const domainNotes = [
    ...(names?.refused ? [names.refused] : []),
    ...domains.unmatched.map(
      (text) => `the configuration puts tables to domains by ${text}, and none is called so`,
    ),
  ]
  return { run: run.number, entries, domainNotes }
}

/** All findings of a run. */
export const findingsOfRun = (run: ComparedRun, remedyOf: RemedyOf): Findings => ({
  run: run.number,
  findings: run.comparison.findings.map(viewOf(run, remedyOf)),
})

/** One entry with all that belongs to it. */
export function detailOf(run: ComparedRun, id: string, remedyOf: RemedyOf): ObjectDetail {
  const index = indexOf(run)
  const entry = entryOf(run, id)
  return {
    id,
    kind: entry.kind,
    name: fullName(entry),
    status: statusOfEntry(index, entry),
    findings: entry.findings.map(viewOf(run, remedyOf)),
    grids: gridsOf(index, entry),
    definition: definitionOf(run, entry),
    origin: originOf(run, entry),
    neighbours: neighboursOf(index, entry),
    rows: hasRows(run, entry.pair),
  }
}

/** Some rows of a seed table. */
export function rowsOfObject(run: ComparedRun, id: string, offset: number): RowsPage {
  const entry = entryOf(run, id)
  const page = entry.pair ? rowsOf(run, entry.pair, offset) : undefined
  if (page) return page
  throw new RebaselineError('object-unknown', {
    doing: 'show its rows',
    happened: `${fullName(entry)} has none that were compared`,
  })
}

/** The finding of that id; throws where the run has none. */
export function findingOf(run: ComparedRun, id: string): Finding {
  const finding = indexOf(run).findingById.get(id)
  if (finding) return finding
  throw new RebaselineError('object-unknown', {
    doing: 'find the difference',
    happened: 'the last run has no such difference',
  })
}

function entryOf(run: ComparedRun, id: string): Entry {
  const entry = indexOf(run).entryById.get(id)
  if (entry) return entry
  throw new RebaselineError('object-unknown', {
    doing: 'show the object',
    happened: 'the last run has no such object',
  })
}

const viewOf =
  (run: ComparedRun, remedyOf: RemedyOf) =>
  (finding: Finding): FindingView => ({
    id: findingId(finding),
    object: indexOf(run).entryOfFinding.get(finding)?.id ?? null,
    class: finding.class,
    blocks: blocks(finding),
    kind: finding.kind,
    address: sentAddress(finding.address),
    change: finding.change,
    attributes: finding.attributes.map(({ name, old, rebuilt }) => ({ name, old, rebuilt })),
    content: contentOf(run, finding),
    note: finding.note ?? null,
    remedy: remedyOf(run, finding),
  })

/** Whoever reads that something is missing wants to know what it was. */
function contentOf(
  { old, rebuilt }: ComparedRun,
  { kind, address, change }: Finding,
): FindingView['content'] {
  if (change !== 'missing' && change !== 'added') return []
  const { objects } = (change === 'missing' ? old : rebuilt).model
  const object = objects.get(keyOf(address))
  if (object?.kind !== kind) return []
  return Object.entries(object.attributes).flatMap(([name, value]) =>
    saysSomething(value) ? [{ name, value }] : [],
  )
}

/** What is off, absent or a place among others goes without saying. */
const saysSomething = (value: AttributeValue): boolean =>
  value === true ||
  (typeof value === 'string' && value !== '') ||
  (Array.isArray(value) && value.length > 0)
