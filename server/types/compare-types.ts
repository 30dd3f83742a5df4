import { counted } from '../../shared/report.ts'
import type { Proof } from '../../shared/overview.ts'
import type { Model } from '../../shared/model.ts'
import { writeTypes } from './write-types.ts'

const TYPES_TITLE = 'The Kysely types are the same'

/** The types of both sides, by one generator: the same byte for byte, or the lines that are not. */
export interface ComparedTypes {
  readonly outcome: 'identical' | 'different'
  readonly generator: string
  readonly tables: number
  readonly columns: number
  /** `Users.email: string` on one side only, with how often each stands there. */
  readonly differing: readonly { readonly side: 'old' | 'rebuilt'; readonly line: string }[]
}

/** Writes the types of both models and compares the texts. */
export function compareTypes(old: Model, rebuilt: Model, version: string): ComparedTypes {
  const [a, b] = [writeTypes(old), writeTypes(rebuilt)]
  return {
    outcome: a.text === b.text ? 'identical' : 'different',
    generator: `Rebaseline ${version}`,
    tables: a.tables,
    columns: a.columns,
    differing: a.text === b.text ? [] : differingLines(a.text, b.text),
  }
}

/** Lines that one of two texts has more often, each with the table that it stands in. */
export function differingLines(old: string, rebuilt: string): ComparedTypes['differing'] {
  const [left, right] = [placed(old), placed(rebuilt)]
  const only = (mine: readonly string[], others: readonly string[]): string[] => {
    const rest = new Map<string, number>()
    for (const line of others) rest.set(line, (rest.get(line) ?? 0) + 1)
    return mine.filter((line) => {
      const count = rest.get(line) ?? 0
      if (count > 0) rest.set(line, count - 1)
      return count === 0
    })
  }
  return [
    ...only(left, right).map((line) => ({ side: 'old' as const, line })),
    ...only(right, left).map((line) => ({ side: 'rebuilt' as const, line })),
  ]
}

function placed(text: string): readonly string[] {
  let within = ''
  return text.split('\n').map((line) => {
    const opens = /^export interface (\S+)/.exec(line)
    if (opens) within = opens[1] ?? ''
    return line.startsWith('  ') ? `${within}.${line.trim()}` : line
  })
}

const MOST_NAMED = 5

/** One line beside the other proofs. */
export function typesProof({
  outcome,
  generator,
  tables,
  columns,
  differing,
}: ComparedTypes): Proof {
  const about = `${counted(tables, 'table')} with ${counted(columns, 'column')}, written by ${generator}`
  if (outcome === 'identical') {
    return { title: TYPES_TITLE, outcome: 'holds', detail: `${about}: identical, byte for byte` }
  }
  const detail = `${about}: ${differingText(differing)}`
  return { title: TYPES_TITLE, outcome: 'fails', detail }
}

/** How many lines are on one side alone, and the first of them. */
export function differingText(differing: ComparedTypes['differing']): string {
  const named = differing.slice(0, MOST_NAMED).map(({ side, line }) => `${line} (${side} only)`)
  const more = differing.length - named.length
  return `${counted(differing.length, 'line')} only on one side: ${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}
