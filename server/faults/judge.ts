import type { Finding } from '../../shared/finding.ts'
import { keyOf } from '../../shared/model.ts'
import type { Fault } from './fault.ts'

/** What a comparison noticed of the faults of one round. */
export interface Judged {
  readonly caught: readonly Fault[]
  readonly escaped: readonly Fault[]
  /** Findings that no fault of the round explains. */
  readonly strange: readonly Finding[]
}

/** Weighs the findings of a round against its faults; what a comparison without faults finds as well says nothing. */
export function judge(
  faults: readonly Fault[],
  findings: readonly Finding[],
  always: readonly Finding[],
): Judged {
  const usual = new Set(always.map(textOf))
  const found = findings.filter((finding) => !usual.has(textOf(finding)))
  const byKey = new Map<string, Finding[]>()
  for (const finding of found) {
    const key = keyOf(finding.address)
    byKey.set(key, [...(byKey.get(key) ?? []), finding])
  }
  const isCaught = (fault: Fault): boolean =>
    (byKey.get(fault.key) ?? []).some((finding) => tells(finding, fault))
  const zones = new Set(faults.flatMap(({ zone }) => [...zone]))
  // Default privileges are in force for what is made anew.
  const remade = new Set(faults.flatMap((fault) => (isRemade(fault) ? [fault.key] : [])))
  const isGiven = ({ kind, change, address: { type, names, args } }: Finding): boolean =>
    kind === 'privilege' &&
    change !== 'missing' &&
    remade.has(keyOf({ type: type.slice('privilege on '.length), names, args: args.slice(0, -1) }))
  return {
    caught: faults.filter(isCaught),
    escaped: faults.filter((fault) => !isCaught(fault)),
    strange: found.filter((finding) => !zones.has(keyOf(finding.address)) && !isGiven(finding)),
  }
}

const isRemade = ({ attribute, statements }: Fault): boolean =>
  attribute !== null &&
  statements.some((sql) => sql.startsWith('DROP ')) &&
  statements.some((sql) => sql.startsWith('CREATE '))

/** What is changed is told by its attribute, what is dropped by anything that is said of it, a row by what became of it. */
function tells({ class: found, kind, attributes }: Finding, fault: Fault): boolean {
  const { attribute, row } = fault
  if (row !== undefined && fault.kind === 'rows') {
    const isTold = kind === 'rows' && found === 'structural'
    return isTold && (row === 'changed' || attributes.some(({ name }) => name.endsWith(` ${row}`)))
  }
  // What is gone may be a restriction: then more is there than was.
  if (attribute === null) return true
  return (
    (kind === 'sequence-state') === (fault.kind === 'sequence-state') &&
    attributes.some(({ name }) => name === attribute)
  )
}

/** Of what is volatile, which value is shown, and of how many rows, hangs on which rows were paired. */
const textOf = ({ class: found, kind, change, address, attributes }: Finding): string =>
  JSON.stringify([
    found,
    kind,
    change,
    keyOf(address),
    found === 'volatile' ? attributes.map(({ name }) => name.replace(/ \(.*/, '')) : attributes,
  ])
