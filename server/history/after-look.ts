import type { LeftSetting, RowEffects, Sent } from '../../shared/history.ts'
import { COUNTS_FROM, RowCounts, SHOW_COUNTS, type Ask, type Counting } from './row-counts.ts'
import { sessionLookOf, sessionSettings, settingsLeft, type SessionLook } from './settings-left.ts'
import type { LoggableClient, LoggedClient, StatementLog } from './statement-log.ts'

/** What is seen once a migration is committed. */
export interface AfterLook {
  readonly leftSettings: Sent['leftSettings']
  readonly rows: RowEffects
}

/** A connection of the pool as we look through it. */
interface Seat {
  readonly client: LoggedClient
  readonly pid: number | undefined
  before: SessionLook | undefined
}

/** What a connection answers; `gone`: it has ended, and left nothing. */
type Answer = SessionLook | 'gone' | 'a statement of it still runs' | 'it left a transaction open'

/** As much as we use of a connection of the project's own pg. */
export interface EndingClient extends LoggableClient {
  readonly processID?: number
  once(event: 'end', action: () => void): void
}

const PATIENCE_MILLISECONDS = 10_000
const NO_CONNECTION = 'its connections have ended'

/** Looks through the migrations' own connections, between two migrations, at what the last one left. */
export class SessionWatch {
  readonly #log: StatementLog
  readonly #login: string
  readonly #counts: RowCounts
  readonly #seats = new Set<Seat>()
  /** Why rows of the last migration may be counted with the next one. */
  #late: string | null = null

  constructor(log: StatementLog, login: string, counting: Counting) {
    this.#log = log
    this.#login = login
    this.#counts = new RowCounts(counting)
  }

  /** A connection as it is born; its settings are asked before anything else is. */
  watch(client: EndingClient): void {
    const logged = this.#log.watch(client)
    const seat: Seat = { client: logged, pid: client.processID, before: undefined }
    this.#seats.add(seat)
    client.once('end', () => this.#seats.delete(seat))
    void this.#settingsOf(seat).then(
      (look) => (seat.before = look),
      () => {},
    )
  }

  /** Before the first migration. */
  async begin(): Promise<void> {
    await patiently(async () => {
      const { ask } = await this.#askAll()
      if (ask) await this.#counts.begin(ask, this.#pids())
    }).catch(() => this.#counts.forget())
  }

  async look(): Promise<AfterLook> {
    return patiently(() => this.#look()).catch(() => {
      this.#counts.forget()
      return { leftSettings: null, rows: noRows('the database could not be asked') }
    })
  }

  async #look(): Promise<AfterLook> {
    const { ask, left, open } = await this.#askAll()
    const late = this.#late
    this.#late = open
    const uncounted = this.#log.takeTrackCounts() ? 'it switches track_counts' : null
    if (!ask) this.#counts.forget()
    const rows = ask ? await this.#counts.since(ask, this.#pids()) : noRows(NO_CONNECTION)
    return {
      leftSettings: open === null ? unique(left) : null,
      rows: { ...rows, notKnown: rows.notKnown ?? uncounted ?? open ?? late },
    }
  }

  /** Asks each connection for its settings, so that it shows what it counted; then the database can be asked by any. */
  async #askAll(): Promise<{ ask: Ask | undefined; left: LeftSetting[]; open: string | null }> {
    const left: LeftSetting[] = []
    let ask: Ask | undefined
    let open: string | null = null
    for (const seat of this.#seats) {
      const answer = await this.#answerOf(seat)
      if (answer === 'gone') this.#seats.delete(seat)
      else if (typeof answer === 'string') open = answer
      else {
        left.push(...settingsLeft(seat.before, answer).map((each) => this.#log.scrubbed(each)))
        seat.before = answer
        ask ??= (sql) => lastRows(seat.client.ask(sql))
      }
    }
    return { ask, left, open }
  }

  async #answerOf(seat: Seat): Promise<Answer> {
    if (seat.client.isBusy()) return 'a statement of it still runs'
    try {
      const look = await this.#settingsOf(seat)
      return look.isAlone ? look : 'it left a transaction open'
    } catch (error) {
      return FAILED_TRANSACTION === (error as { code?: unknown } | undefined)?.code
        ? 'it left a transaction open'
        : 'gone'
    }
  }

  async #settingsOf({ client, before }: Seat): Promise<SessionLook> {
    const settings = sessionSettings(this.#log.namedSettings, this.#login)
    const shows = before !== undefined && before.major >= COUNTS_FROM
    return sessionLookOf(
      await lastRows(client.ask(shows ? `${SHOW_COUNTS}; ${settings}` : settings)),
    )
  }

  #pids(): number[] {
    return [...this.#seats].flatMap(({ pid }) => pid ?? [])
  }
}

const FAILED_TRANSACTION = '25P02'

const noRows = (notKnown: string): RowEffects => ({ tables: [], notKnown })

/** A text of several statements is answered by a list. */
async function lastRows(
  answer: ReturnType<LoggedClient['ask']>,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const answered: unknown = await answer
  const last: unknown = Array.isArray(answered) ? answered.at(-1) : answered
  return (last as { rows: Readonly<Record<string, unknown>>[] }).rows
}

const unique = (left: readonly LeftSetting[]): LeftSetting[] => [
  ...new Map(left.map((each) => [JSON.stringify(each), each])).values(),
]

/** A connection that never answers must not stop a run. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MILLISECONDS)
  })
  return Promise.race([act(), limit]).finally(() => clearTimeout(timer))
}
