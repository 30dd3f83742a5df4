import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../../shared/finding.ts'
import { describeAddress } from '../../shared/model.ts'

/** What a case says that comparing `before` with `after` finds: one line for each finding. */
export interface ExpectedFinding {
  readonly class: Finding['class']
  readonly kind: Finding['kind']
  readonly change: Finding['change']
  /** The address without its type: `public.users.email`, `public.area(integer)`. */
  readonly name: string
  /** The attributes that differ, where the case is about them. */
  readonly attributes?: readonly string[]
  /** The first major that knows such a thing: names of NOT NULL constraints, from 18. */
  readonly min?: number
}

/** One folder of the corpus. */
export interface CorpusCase {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly expected: readonly ExpectedFinding[]
  readonly requires: Requirements
}

/** Lines of a `requires.txt`; without one a case runs everywhere and round-trips. */
export interface Requirements {
  readonly min: number
  readonly max: number
  /** `printed`: with findings of that class only; `none`: it holds what no kind models, so that it can't be rebuilt. */
  readonly roundTrip: 'clean' | 'printed' | 'none'
}

const FOLDER = import.meta.dirname
const read = (...path: string[]): string => readFileSync(join(FOLDER, ...path), 'utf8')

/** Every folder `<kind>--<case>`, sorted by name. */
export function corpusCases(): readonly CorpusCase[] {
  return readdirSync(FOLDER)
    .filter((name) => name.includes('--'))
    .sort()
    .map((name) => ({
      name,
      before: read(name, 'before.sql'),
      after: read(name, 'after.sql'),
      expected: JSON.parse(read(name, 'expected.json')) as ExpectedFinding[],
      requires: requirementsOf(join(name, 'requires.txt')),
    }))
}

/** A file of `whole/` and what it requires. */
export function wholeSchema(name: string): { readonly sql: string; readonly requires: Requirements } {
  return { sql: read('whole', `${name}.sql`), requires: requirementsOf(join('whole', `${name}.requires.txt`)) }
}

/** What a case expects on that major. */
export const expectedOn = ({ expected }: CorpusCase, major: number): readonly ExpectedFinding[] =>
  expected.filter(({ min = 0 }) => min <= major)

export const runsOn = ({ min, max }: Requirements, major: number): boolean => min <= major && major <= max

function requirementsOf(path: string): Requirements {
  const lines = existsSync(join(FOLDER, path)) ? read(path).split('\n') : []
  const said = new Map(lines.filter(Boolean).map((line) => line.split('=') as [string, string]))
  return {
    min: Number(said.get('min') ?? 0),
    max: Number(said.get('max') ?? Infinity),
    roundTrip: (said.get('round-trip') ?? 'clean') as Requirements['roundTrip'],
  }
}

/** A finding as a line of `expected.json` says it. */
export function summaryOf(finding: Finding): string {
  const { type } = finding.address
  return `${finding.class} ${finding.kind} ${finding.change} ${describeAddress(finding.address).slice(type.length + 1)}`
}

/** The expected line that a finding is compared with; attributes count only where the case names them. */
export function expectedLine(expected: ExpectedFinding): string {
  return `${expected.class} ${expected.kind} ${expected.change} ${expected.name}`
}

/** What comparing with a file of `whole/` finds, where it says so. */
export const wholeExpectation = (name: string): readonly ExpectedFinding[] =>
  JSON.parse(read('whole', `${name}.expected.json`)) as ExpectedFinding[]
