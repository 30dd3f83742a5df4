import type { MigrationHistory } from '../../shared/history.ts'

/** Kinds by which a statement that only names something may run more than it says; of the latter what they stand on is named. */
const VIEWS: ReadonlySet<string> = new Set(['view'])
const ON_TABLES: ReadonlySet<string> = new Set(['trigger', 'rule', 'policy'])
const NAMES = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu

/** What stands where a migration begins that its own statements don't show. */
export class Standing {
  readonly #names = new Set<string>()
  #isKnown = true
  /** Settings that an earlier migration left may be taken back. */
  hasSettings = false

  /** Goes on to what stands after that migration; a name once taken stays. */
  take({ effects, sent }: Pick<MigrationHistory, 'effects' | 'sent'>): void {
    if (sent.leftSettings === null || sent.leftSettings.length > 0) this.hasSettings = true
    if (!effects || effects.more) this.#isKnown = false
    for (const { kind, address } of effects?.objects ?? []) {
      const name = ON_TABLES.has(kind) ? address.names.at(-2) : address.names.at(-1)
      if (name !== undefined && (VIEWS.has(kind) || ON_TABLES.has(kind))) {
        this.#names.add(name.toLowerCase())
      }
    }
  }

  /** Whether it names a view, or a table with a trigger, a rule or a policy. */
  mayRunMore(sql: string): boolean {
    return (
      !this.#isKnown ||
      (sql.match(NAMES) ?? []).some((name) =>
        this.#names.has(name.replaceAll('""', '"').replace(/^"|"$/g, '').toLowerCase()),
      )
    )
  }
}
