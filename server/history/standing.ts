import type { Effect, MigrationHistory } from '../../shared/history.ts'
import { QuietTriggers } from './quiet-triggers.ts'

/** Kinds by which a statement that only names something may run more than it says; of the latter what they stand on is named. */
const VIEWS: ReadonlySet<string> = new Set(['view'])
const ON_TABLES: ReadonlySet<string> = new Set(['rule', 'policy'])
const NAMES = /"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*/gu

/** What stands where a migration begins that its own statements don't show. */
export class Standing {
  readonly #names = new Set<string>()
  /** By the names of their tables. */
  readonly #triggers = new Map<string, (readonly [table: string, trigger: string])[]>()
  readonly #quiet = new QuietTriggers()
  #isKnown = true
  /** Settings that an earlier migration left may be taken back. */
  hasSettings = false

  /** Goes on to what stands after that migration; a name once taken stays. */
  take({ effects, sent }: Pick<MigrationHistory, 'effects' | 'sent'>): void {
    if (sent.leftSettings === null || sent.leftSettings.length > 0) this.hasSettings = true
    if (!effects || effects.more) this.#isKnown = false
    const of = (meant: string): readonly Effect[] =>
      effects?.objects.filter(({ kind }) => kind === meant) ?? []
    for (const { kind, address } of effects?.objects ?? []) {
      const name = ON_TABLES.has(kind) ? address.names.at(-2) : address.names.at(-1)
      if (name !== undefined && (VIEWS.has(kind) || ON_TABLES.has(kind))) {
        this.#names.add(name.toLowerCase())
      }
    }
    for (const { address } of of('trigger')) {
      const [table = '', trigger = ''] = address.names.slice(-2)
      const known = this.#triggers.get(table.toLowerCase()) ?? []
      this.#triggers.set(table.toLowerCase(), [...known, [table, trigger]])
    }
    this.#quiet.take(sent, {
      triggers: of('trigger').map(({ address }) => address.names),
      functions: of('function').map(({ address }) => address.names),
    })
  }

  /** Whether it names a view, or a table with a rule, a policy, or a trigger that may do something where no row is found. */
  mayRunMore(sql: string): boolean {
    return (
      !this.#isKnown ||
      (sql.match(NAMES) ?? []).some((written) => {
        const name = written.replaceAll('""', '"').replace(/^"|"$/g, '').toLowerCase()
        const triggers = this.#triggers.get(name) ?? []
        return this.#names.has(name) || triggers.some((each) => !this.#quiet.isQuiet(...each))
      })
    )
  }
}
