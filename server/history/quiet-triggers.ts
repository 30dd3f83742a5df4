import type { Sent } from '../../shared/history.ts'
import { isAllSeen } from './all-seen.ts'

const NAME = String.raw`((?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\s*\.\s*)?(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*))`
/** Up to its end no other statement begins. */
const TRIGGER = new RegExp(
  String.raw`\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+${NAME}\s+(before|after)\b((?:(?!\bcreate\b|;)[^])*?)\bexecute\s+(?:function|procedure)\s+${NAME}\s*\(`,
  'giu',
)
const FUNCTION = new RegExp(
  String.raw`\bcreate\s+(?:or\s+replace\s+)?function\s+${NAME}\s*\(\s*\)\s*returns\s+trigger\b([^]*)`,
  'giu',
)

/**
 * Triggers that do nothing where a statement finds no row, and can't be why it finds none: they are for each row, and run
 * after it, or their function gives the row on. Known from the texts that made them; of what made one otherwise nothing is.
 */
export class QuietTriggers {
  /** The function that has to give the row on, by the trigger; null where none has. */
  readonly #triggers = new Map<string, string | null>()
  readonly #functions = new Map<string, boolean>()

  /** Goes on to what stands after a migration that made or changed these, by their names alone. */
  take(
    sent: Sent,
    touched: { readonly triggers: readonly string[]; readonly functions: readonly string[] },
  ): void {
    for (const name of touched.triggers) this.#triggers.delete(name)
    for (const name of touched.functions) this.#functions.delete(name)
    if (!isAllSeen(sent)) return
    for (const { sql, failed } of sent.statements) if (failed === null) this.#read(sql)
  }

  isQuiet(trigger: string): boolean {
    const giving = this.#triggers.get(trigger)
    return giving === null || (giving !== undefined && this.#functions.get(giving) === true)
  }

  #read(sql: string): void {
    for (const [, name = '', moment = '', between = '', called = ''] of sql.matchAll(TRIGGER)) {
      const trigger = ownName(name)
      const isForRow = /\bfor\s+(?:each\s+)?row\b/i.test(between)
      // Of two with one name nobody knows which it was.
      if (!isForRow || this.#triggers.has(trigger)) this.#triggers.set(trigger, '')
      else this.#triggers.set(trigger, moment.toLowerCase() === 'after' ? null : ownName(called))
    }
    for (const [, name = '', body = ''] of sql.matchAll(FUNCTION)) {
      const called = ownName(name)
      this.#functions.set(called, givesOn(body) && !this.#functions.has(called))
    }
  }
}

/** The row as it comes, or with other values, whichever way it ends. */
function givesOn(body: string): boolean {
  const ends = [...body.matchAll(/\breturn\s+(\w+)/gi)].map(([, what = '']) => what.toLowerCase())
  return (
    ends.length > 0 &&
    ends.every((what) => what === 'new' || what === 'old') &&
    !/\b(?:new|old)\s*:?=|\binto\s+(?:strict\s+)?(?:new|old)\b/i.test(body)
  )
}

/** Without its schema, as Postgres keeps it. */
function ownName(name: string): string {
  const own = /(?:"(?:[^"]|"")*"|[^".\s]+)\s*$/u.exec(name)?.[0].trim() ?? name
  return own.startsWith('"') ? own.slice(1, -1).replaceAll('""', '"') : own.toLowerCase()
}
