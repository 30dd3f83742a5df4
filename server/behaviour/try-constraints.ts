import type { Query } from '../postgres/session.ts'
import type { Behaviour, BehaviourCase } from '../../shared/behaviour.ts'
import { describeAddress, keyOf } from '../../shared/model.ts'
import { attempt, placeOf, type Answer } from './attempt.ts'
import { Finder } from './finder.ts'
import { addressOfTarget, judgeAnswers } from './judge.ts'
import { readSubjects, type Subjects } from './subjects.ts'
import { targetsOf, violationsOf, type Target, type Violation } from './violate.ts'

/** Rows that break the constraints of one database, and what it did with them. */
export interface Tries {
  readonly tried: readonly { readonly violation: Violation; readonly answer: Answer | null }[]
  readonly milliseconds: number
}

/** Where it is tried, and who hears of it. */
export interface TryOptions {
  readonly major: number
  /** Tables that are nobody's schema: `["public","kysely_migration"]`. */
  readonly without: ReadonlySet<string>
  readonly onTried: (done: number, of: number) => void
}

/** How long one of them may take, and wait. */
const LIMITS = "set statement_timeout = '20s'; set lock_timeout = '10s'"

/** Thinks of rows that break each constraint of a database that may be written to, and tries them there. */
export async function tryConstraints(query: Query, options: TryOptions): Promise<Tries> {
  const started = performance.now()
  const subjects = await subjectsOf(query, options)
  const place = placeOf(query, subjects)
  const finder = await Finder.open(query, subjects)
  const tried: { violation: Violation; answer: Answer | null }[] = []
  const of = targetsOf(subjects).length
  for await (const violation of violationsOf(subjects, finder)) {
    options.onTried(tried.length, of)
    const answer =
      'sql' in violation
        ? await attempt(place, violation.target, violation.table, violation.sql)
        : null
    tried.push({ violation, answer })
  }
  return { tried, milliseconds: performance.now() - started }
}

/** What both did, and of what they did differently the constraints. */
export interface TriedOnBoth {
  readonly behaviour: Behaviour
  readonly differing: readonly {
    readonly target: Target
    readonly old: string
    readonly rebuilt: string
  }[]
}

/** Tries the same rows on the other database; `renamed` gives what a constraint is called there. */
export async function tryAgain(
  query: Query,
  { tried, milliseconds }: Tries,
  options: TryOptions & { readonly renamed: (target: Target) => string | undefined },
): Promise<TriedOnBoth> {
  const started = performance.now()
  const subjects = await subjectsOf(query, options)
  const place = placeOf(query, subjects)
  const cases: {
    differing: BehaviourCase[]
    accepted: BehaviourCase[]
    untried: BehaviourCase[]
  } = { differing: [], accepted: [], untried: [] }
  const differing: TriedOnBoth['differing'][number][] = []
  const keys = new Set<string>()
  let [refused, helped, done] = [0, 0, 0]
  for (const { violation, answer } of tried) {
    options.onTried((done += 1), tried.length)
    const { target } = violation
    const own = { ...target, name: options.renamed(target) ?? target.name }
    keys.add(keyOf(addressOfTarget(own)))
    const about = { object: describeAddress(addressOfTarget(target)), constraint: target.title }
    if (!('sql' in violation) || !answer) {
      cases.untried.push({ ...about, detail: 'why' in violation ? violation.why : '', row: null })
      continue
    }
    const there = await attempt(place, own, violation.table, violation.sql)
    const judged = judgeAnswers(target, answer, there)
    const row = violation.sql
    switch (judged.is) {
      case 'refused':
        refused += 1
        if (judged.helped === 'yes') helped += 1
        break
      case 'differing':
        differing.push({ target, old: judged.old, rebuilt: judged.rebuilt })
        cases.differing.push({ ...about, detail: judged.old, rebuilt: judged.rebuilt, row })
        break
      default:
        cases[judged.is].push({ ...about, detail: judged.why, row })
    }
  }
  for (const target of targetsOf(subjects)) {
    const address = addressOfTarget(target)
    if (keys.has(keyOf(address))) continue
    const why = 'only rebuilt has it: the comparison tells of that'
    cases.untried.push({
      object: describeAddress(address),
      constraint: target.title,
      detail: why,
      row: null,
    })
  }
  const constraints =
    refused + cases.differing.length + cases.accepted.length + cases.untried.length
  const took = milliseconds + performance.now() - started
  return { behaviour: { constraints, refused, helped, ...cases, milliseconds: took }, differing }
}

async function subjectsOf(query: Query, { major, without }: TryOptions): Promise<Subjects> {
  await query(LIMITS)
  const read = await readSubjects(query, major)
  const tables = new Map(
    [...read.tables].filter(([, { schema, name }]) => !without.has(JSON.stringify([schema, name]))),
  )
  return { ...read, tables, subjects: read.subjects.filter(({ table }) => tables.has(table)) }
}
