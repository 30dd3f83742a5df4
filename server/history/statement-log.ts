import type {
  CommandResult,
  LeftSetting,
  Notice,
  Sent,
  SentStatement,
} from '../../shared/history.ts'
import { isClockText } from './clock-words.ts'
import { clip } from './clip.ts'
import { textOf, type Client } from './watched-client.ts'

/** What a migration sent, as far as it is known when its `up` is over. */
export type SentLog = Omit<Sent, 'leftSettings'>

/** A connection whose statements are written down. */
export interface LoggedClient {
  /** For questions of our own: they are in no log. */
  readonly ask: Client['query']
  /** A statement of the migration has no answer yet. */
  isBusy(): boolean
}

/** As much as we use of a connection of the project's own pg. */
export interface LoggableClient extends Client {
  readonly connection?: { on(event: 'commandComplete', action: (message: unknown) => void): void }
  on(event: 'notice', action: (notice: Partial<Notice>) => void): void
}

/** How much of what a migration sends is kept. */
const STATEMENTS = 200
const ALL_TEXT = 262_144
const ONE_TEXT = 16_384
const NOTICES = 100
const MESSAGE = 2_000
const NAMES = 100

type Open<T> = { -readonly [K in keyof T]: T[K] }
interface Answer {
  readonly command?: string | null
  readonly rowCount?: number | null
}

const done = new WeakMap<object, number>()

/** How many statements of the text that failed so were done before; undefined where nobody counted. */
export const doneBefore = (thrown: unknown): number | undefined =>
  typeof thrown === 'object' && thrown !== null ? done.get(thrown) : undefined

/** Writes down what each migration sends over our connections; nothing of what is sent between two of them. */
export class StatementLog {
  readonly #scrub: (text: string) => string
  readonly #isRunning: () => boolean
  #log = emptyLog()
  #room = ALL_TEXT
  /** Settings of extensions and of people's own, which can't be listed, that a text of any migration names. */
  readonly namedSettings = new Set<string>()
  #namesTrackCounts = false

  constructor(scrub: (text: string) => string, isRunning: () => boolean) {
    this.#scrub = scrub
    this.#isRunning = isRunning
  }

  /** The log of one migration; the next one begins with an empty one. */
  take(): SentLog {
    const log = this.#log
    this.#log = emptyLog()
    this.#room = ALL_TEXT
    return log
  }

  /** Whether a text since the last time named the setting by which Postgres stops counting rows. */
  takeTrackCounts(): boolean {
    const named = this.#namesTrackCounts
    this.#namesTrackCounts = false
    return named
  }

  scrubbed({ name, value }: LeftSetting): LeftSetting {
    return { name, value: clip(this.#scrub(value), MESSAGE) }
  }

  /** From now on what this connection sends is written down. */
  watch(client: LoggableClient): LoggedClient {
    const query = client.query.bind(client)
    let unanswered = 0
    let tags: string[] = []
    // Of `CREATE TABLE` pg itself keeps only the first word.
    client.connection?.on('commandComplete', (message) => {
      const { text } = message as { text?: unknown }
      if (this.#isRunning() && typeof text === 'string') tags.push(text)
    })
    client.on('notice', (notice) => {
      if (this.#isRunning()) this.#noteNotice(notice)
    })
    client.query = (...words) => {
      const settle = this.#isRunning()
        ? this.#begin(shownText(words[0]), valuesOf(words))
        : () => {}
      const settled = (error: unknown, answer?: unknown): void => {
        unanswered -= 1
        settle(error, answer, tags)
        tags = []
      }
      const last = words.at(-1)
      if (typeof last === 'function') {
        unanswered += 1
        const answered = (error: unknown, answer: unknown): unknown => {
          settled(error, answer)
          return last(error, answer) as unknown
        }
        return query(...words.slice(0, -1), answered)
      }
      if (answersElsewhere(words[0])) return query(...words)
      unanswered += 1
      return query(...words).then(
        (answer) => {
          settled(undefined, answer)
          return answer
        },
        (error: unknown) => {
          settled(error ?? new Error('it failed'))
          throw error
        },
      )
    }
    return { ask: query, isBusy: () => unanswered > 0 }
  }

  /** Gives what is to be told when the answer is there; one that comes after its migration is told of nobody. */
  #begin(
    sql: string,
    values: readonly unknown[],
  ): (error: unknown, answer: unknown, tags: readonly string[]) => void {
    const log = this.#log
    if (values.some(isClockText)) log.clockGiven = true
    this.#noteNames(sql)
    log.count += 1
    const whole = this.#scrub(sql)
    const clean = clip(whole, Math.min(ONE_TEXT, this.#room))
    const entry: Open<SentStatement> = { sql: clean, results: [], milliseconds: 0, failed: null }
    if (whole !== sql) entry.masked = true
    if (log.statements.length < STATEMENTS && this.#room > 0) {
      log.statements.push(entry)
      this.#room -= clean.length
    }
    const start = performance.now()
    return (error, answer, tags) => {
      entry.milliseconds = performance.now() - start
      if (error !== undefined && error !== null) {
        log.failures += 1
        if (typeof error === 'object') done.set(error, tags.length)
        entry.failed = this.#failureOf(error)
        return
      }
      const each = resultsOf(answer, tags)
      entry.results = together([], each)
      log.results = together(log.results, each)
    }
  }

  #noteNotice({ severity, code, message }: Partial<Notice>): void {
    this.#log.noticeCount += 1
    if (this.#log.notices.length >= NOTICES) return
    this.#log.notices.push({
      severity: String(severity ?? ''),
      code: String(code ?? ''),
      message: clip(this.#scrub(String(message ?? '')), MESSAGE),
    })
  }

  #failureOf(error: unknown): SentStatement['failed'] {
    const { code, message } = Object(error) as { code?: unknown; message?: unknown }
    return {
      code: typeof code === 'string' ? code : null,
      message: clip(this.#scrub(String(message ?? error)), MESSAGE),
    }
  }

  #noteNames(sql: string): void {
    if (/\btrack_counts\b/i.test(sql)) this.#namesTrackCounts = true
    for (const name of namedSettings(sql)) {
      if (this.namedSettings.size < NAMES) this.namedSettings.add(name)
    }
  }
}

const emptyLog = (): Open<Omit<SentLog, 'statements' | 'notices'>> & {
  statements: SentStatement[]
  notices: Notice[]
} => ({ count: 0, failures: 0, results: [], statements: [], noticeCount: 0, notices: [] })

/** A cursor, or the like, tells its rows to whoever made it. */
function answersElsewhere(statement: unknown): boolean {
  if (typeof statement !== 'object' || statement === null) return false
  return 'submit' in statement || ('callback' in statement && statement.callback !== undefined)
}

function shownText(statement: unknown): string {
  const text = textOf(statement) ?? (Object(statement) as { text?: unknown }).text
  return typeof text === 'string' ? text : ''
}

/** Values of its parameters. */
function valuesOf([statement, given]: readonly unknown[]): readonly unknown[] {
  const values = Array.isArray(given) ? given : (Object(statement) as { values?: unknown }).values
  return Array.isArray(values) ? values.flat() : []
}

/** What was answered, one for each statement of a text; several texts may have been answered since the last time. */
function resultsOf(answer: unknown, tags: readonly string[]): CommandResult[] {
  const answers = (Array.isArray(answer) ? answer : [answer]) as readonly (Answer | undefined)[]
  const said = answers.filter((each) => typeof each?.command === 'string')
  const own = tags.slice(tags.length - said.length)
  const areOwn = own.length === said.length
  return said.map((each, place) => {
    const short = each?.command ?? ''
    const tag = (areOwn && own[place]?.replace(/(?: \d+)+$/, '')) || ''
    const rows = each?.rowCount ?? null
    return { command: tag.startsWith(short) ? tag : short, times: 1, rows }
  })
}

/** The results of each command as one. */
function together(
  known: readonly CommandResult[],
  more: readonly CommandResult[],
): CommandResult[] {
  const all = new Map(known.map((each) => [each.command, each]))
  for (const { command, times, rows } of more) {
    const was = all.get(command)
    const sum = rows === null && !was?.rows ? (was?.rows ?? null) : (was?.rows ?? 0) + (rows ?? 0)
    all.set(command, { command, times: (was?.times ?? 0) + times, rows: sum })
  }
  return [...all.values()]
}

const NAME = String.raw`"?[a-z_][\w$]*"?(?:\."?[a-z_][\w$]*"?)+`
const SETS = new RegExp(
  String.raw`\bset_config\s*\(\s*'(${NAME})'|\bset\s+(?:session\s+)?(${NAME})\s*(?:=|\bto\b)`,
  'gi',
)

/** Names with a dot that a text may set. */
function namedSettings(sql: string): string[] {
  return [...sql.matchAll(SETS)].map(([, called, set]) =>
    (called ?? set ?? '').replaceAll('"', '').toLowerCase(),
  )
}
