import type { Ledger } from '../catalog/fragments.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { StepChange } from '../catalog/steps/step-change.ts'
import { Misread, StepReader } from '../catalog/steps/step-reader.ts'
import { isLost, isRefused } from '../query-failed.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { hashText } from '../project/inputs.ts'
import type { Effect, MigrationHistory, RowEffect, RowEffects, Sent } from '../../shared/history.ts'
import { effectsOf } from './effects-of.ts'
import { didOf, isWhollyKnown } from './words.ts'
import { countRows, type HeldRows } from './written-rows.ts'

/** What is known of a migration that was looked at. */
export type KnownEffects = NonNullable<MigrationHistory['effects']>

/** A migration that was applied, and the rows that it touched as far as Postgres counted them. */
interface Step {
  readonly name: string
  readonly rows?: RowEffects
  readonly sent?: Sent
}

/** What a migration did, and a hash of what it sent for that. */
export interface RecalledEffects {
  readonly effects: KnownEffects
  readonly sent: string
}

/** What each migration of a replay did. */
export class Effects {
  readonly #runId: string
  readonly #ledger: Ledger
  readonly #effects = new Map<string, KnownEffects | null>()
  /** Of migrations that need not be looked at. */
  readonly #recalled: ReadonlyMap<string, RecalledEffects>
  readonly #sent = new Map<string, string>()
  #database: DatabaseUrl | undefined
  #reader: StepReader | undefined
  #rows: HeldRows | undefined

  /** What is `recalled` is of the migrations that run first. */
  constructor(
    runId: string,
    ledger: Ledger,
    recalled: ReadonlyMap<string, RecalledEffects> = new Map(),
  ) {
    this.#runId = runId
    this.#ledger = ledger
    this.#recalled = recalled
  }

  /** In words, by the migration's name: `creates table public.users; inserts 3 rows of public.roles`; one whose effects could not be read is not in it. */
  get did(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#effects].flatMap(([name, known]) => (known ? [[name, didOf(known)] as const] : [])),
    )
  }

  /** By the migration's name; null where the database could not be read. */
  get effects(): ReadonlyMap<string, MigrationHistory['effects']> {
    return this.#effects
  }

  /** The same with what they sent, to be recalled by another run. */
  get known(): ReadonlyMap<string, RecalledEffects> {
    return new Map(
      [...this.#effects].flatMap(([name, effects]) =>
        effects ? [[name, { effects, sent: this.#sent.get(name) ?? '' }] as const] : [],
      ),
    )
  }

  /** Looks at a database before its first migration; what was told of another one is forgotten. */
  async begin(database: DatabaseUrl): Promise<void> {
    await this.end()
    this.#effects.clear()
    this.#database = database
    if (this.#recalled.size === 0) await this.#start()
  }

  /** Rows that Postgres itself counted are given; where it could not, those that are there now are asked. */
  async afterStep({ name, rows: counted, sent }: Step): Promise<void> {
    const hash = hashOfSent(sent)
    this.#sent.set(name, hash)
    const recalled = this.#recalled.get(name)
    if (recalled) {
      this.#effects.set(name, recalled.sent === hash ? recalled.effects : null)
      if (this.#effects.size === this.#recalled.size) await this.#start()
      return
    }
    const reader = this.#reader
    const change = reader && (await this.#unlessRefused(() => this.#step(reader)))
    const rows = await this.#rowsOf(counted)
    if (!change) {
      this.#effects.set(name, null)
      return this.#start()
    }
    const objects = effectsOf(change).filter((effect) => !this.#isMigrators(effect))
    this.#effects.set(name, { objects, rows, more: change.more })
  }

  /** Undefined where the database can't be read; what was told since it was last read whole goes where that was wrong. */
  async #step(reader: StepReader): Promise<StepChange | undefined> {
    const unsure = this.#unsure(reader)
    try {
      return await reader.step()
    } catch (error) {
      // A migration may end the connections of others; that the server itself is gone shows when the next one is opened.
      if (isLost(error)) return undefined
      if (!(error instanceof Misread)) throw error
      for (const name of unsure) this.#effects.set(name, null)
      return undefined
    }
  }

  /** Makes sure of what was told since the database was last read whole; of what could not be held against it, it tells nothing any more. */
  async check(): Promise<void> {
    const reader = this.#reader
    if (!reader) return
    const unsure = this.#unsure(reader)
    try {
      await reader.check()
    } catch (error) {
      if (!(error instanceof Misread) && !isLost(error) && !isRefused(error)) throw error
      for (const name of unsure) this.#effects.set(name, null)
    }
  }

  /** Lets go of the database. */
  async end(): Promise<void> {
    await this.#reader?.close()
    this.#reader = undefined
  }

  /** The migrations of which is told what was not held against the whole database yet. */
  #unsure({ unchecked }: StepReader): readonly string[] {
    return unchecked === 0 ? [] : [...this.#effects.keys()].slice(-unchecked)
  }

  async #start(): Promise<void> {
    await this.end()
    const database = this.#database
    if (!database) return
    const options = { runId: this.#runId, ledger: this.#ledger }
    this.#reader = await this.#unlessRefused(() => StepReader.open(database, options))
    this.#rows = undefined
    await this.#countRows()
  }

  async #rowsOf(counted: RowEffects | undefined): Promise<RowEffects> {
    if (counted && isWhollyKnown(counted)) {
      this.#rows = undefined
      return counted
    }
    const tables = await this.#countRows()
    if (tables) return { tables: [...tables], notKnown: null }
    return counted ?? { tables: [], notKnown: 'the tables could not be asked' }
  }

  /** Undefined where it is not known what the tables held before. */
  async #countRows(): Promise<readonly RowEffect[] | undefined> {
    const database = this.#database
    if (!database) return undefined
    const before = this.#rows
    const options = { runId: this.#runId, ledger: this.#ledger }
    const found = await this.#unlessRefused(() => countRows(database, options, before))
    this.#rows = found?.counts
    return before && found?.touched
  }

  /** It only tells; where the database does not let it, the replay goes on. */
  async #unlessRefused<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (error) {
      if (isRefused(error)) return undefined
      throw error
    }
  }

  /** Kysely makes the schema of its own tables. */
  #isMigrators({ kind, change, address }: Effect): boolean {
    const { schema } = this.#ledger
    return (
      kind === 'schema' &&
      change === 'created' &&
      schema !== DEFAULT_LEDGER.schema &&
      address.names[0] === schema
    )
  }
}

/** Of the texts and of what came back: what is written anew by each day's name is another text. */
const hashOfSent = (sent: Sent | undefined): string =>
  hashText(
    JSON.stringify(
      sent && [sent.count, sent.results, sent.statements.map(({ sql, results }) => [sql, results])],
    ) ?? '',
  )
