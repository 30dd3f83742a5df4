import { groupBy } from '../../shared/group-by.ts'
import { NO_NAME, type LedgerRow } from './ledger-state.ts'

/** What is odd about the times in a ledger, by names of migrations. */
export interface LedgerTimes {
  /** No version reads a time in it: 0.29 refuses, others sort by chance. */
  readonly invalid: readonly string[]
  /** A time, but not as Kysely writes it: what it means may depend on where the migrator runs. */
  readonly otherForm: readonly string[]
  /** Later than the server's clock: whatever is run next sorts before it. */
  readonly future: readonly string[]
  /** Migrations of one moment, which their names put in order. */
  readonly equal: readonly (readonly string[])[]
}

/** As Kysely writes it, with as many digits of a second as it likes. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/

/** Looks at the time of each row; `now` is the server's. */
export function timesOf(rows: readonly LedgerRow[], now: Date): LedgerTimes {
  const named = rows.map(({ name, timestamp }) => ({
    name: name ?? NO_NAME,
    text: timestamp ?? '',
    time: new Date(timestamp ?? '').getTime(),
  }))
  const valid = named.filter(({ time }) => !Number.isNaN(time))
  const moments = groupBy(valid, ({ time }) => time)
  const names = (some: typeof named): string[] => some.map(({ name }) => name)
  return {
    invalid: names(named.filter(({ time }) => Number.isNaN(time))),
    otherForm: names(valid.filter(({ text }) => !ISO.test(text))),
    future: names(valid.filter(({ time }) => time > now.getTime())),
    equal: [...moments.values()].filter((some) => some.length > 1).map(names),
  }
}

/** Names in the order in which Kysely takes them to have run: by time, and by name within one. */
export function executedOrder(rows: readonly LedgerRow[]): readonly (string | null)[] {
  const time = ({ timestamp }: LedgerRow): number => new Date(timestamp ?? '').getTime()
  const sorted = rows.toSorted((a, b) =>
    a.timestamp === b.timestamp
      ? (a.name ?? '').localeCompare(b.name ?? '')
      : time(a) - time(b) || 0,
  )
  return sorted.map(({ name }) => name)
}
