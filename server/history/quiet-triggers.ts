import { groupBy } from '../../shared/group-by.ts'
import type { Sent } from '../../shared/history.ts'
import { isAllSeen } from './all-seen.ts'

const NAME = String.raw`((?:(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*)\s*\.\s*)?(?:"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*))`
/** Up to its end no other statement begins. */
const TRIGGER = new RegExp(
  String.raw`\bcreate\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\s+${NAME}\s+(before|after)\b(?:(?!\bcreate\b|;)[^])*?\bon\s+${NAME}((?:(?!\bcreate\b|;)[^])*?)\bexecute\s+(?:function|procedure)\s+${NAME}\s*\(`,
  'giu',
)
const FUNCTION = new RegExp(
  String.raw`\bcreate\s+(?:or\s+replace\s+)?function\s+${NAME}\s*\(\s*\)\s*returns\s+trigger\b((?:(?!\bcreate\s+(?:or\s+replace\s+)?function\b)[^])*)`,
  'giu',
)

/**
 * Triggers that do nothing where a statement finds no row, and can't be why it finds none: they are for each row, and run
 * after it, or their function gives the row on. Known from the texts that made them; of what made one otherwise nothing is.
 */
export class QuietTriggers {
  /** The function that has to give the row on, by the table and the trigger; null where none has. */
  readonly #triggers = new ByName<string | null>('')
  /** Whether it gives the row on. */
  readonly #functions = new ByName<boolean>(false)

  /** Goes on to what stands after a migration that made or changed these, by their names with schema. */
  take(
    sent: Sent,
    touched: {
      readonly triggers: readonly (readonly string[])[]
      readonly functions: readonly (readonly string[])[]
    },
  ): void {
    for (const names of touched.triggers) this.#triggers.change(names)
    for (const names of touched.functions) this.#functions.change(names)
    if (!isAllSeen(sent)) return
    for (const { sql, failed } of sent.statements) if (failed === null) this.#read(sql)
  }

  isQuiet(table: string, trigger: string): boolean {
    const giving = this.#triggers.get([table, trigger])
    return giving === null || this.#functions.get([giving])
  }

  #read(sql: string): void {
    this.#triggers.read(
      [...sql.matchAll(TRIGGER)].map(
        ([, name = '', moment = '', on = '', rest = '', called = '']) => {
          const giving = moment.toLowerCase() === 'after' ? null : ownName(called)
          const isForRow = /\bfor\s+(?:each\s+)?row\b/i.test(rest)
          return { names: [ownName(on), ownName(name)], value: isForRow ? giving : '' }
        },
      ),
    )
    this.#functions.read(
      [...sql.matchAll(FUNCTION)].map(([, name = '', body = '']) => ({
        names: [ownName(name)],
        value: givesOn(body),
      })),
    )
  }
}

/** What is known of things by their names without the schema. */
class ByName<V> {
  /** With the schema; null where one of that name stands in another schema too: nobody knows which a text means. */
  readonly #known = new Map<string, { readonly schema: string | null; readonly value: V }>()
  readonly #unknown: V

  constructor(unknown: V) {
    this.#unknown = unknown
  }

  get(names: readonly string[]): V {
    const found = this.#known.get(JSON.stringify(names))
    return found ? found.value : this.#unknown
  }

  /** It is another one than it was. */
  change([schema = '', ...names]: readonly string[]): void {
    const key = JSON.stringify(names)
    const was = this.#known.get(key)
    const isOne = was === undefined || was.schema === schema
    this.#known.set(key, { schema: isOne ? schema : null, value: this.#unknown })
  }

  /** What one text says of those that were changed; of two that it calls the same it says nothing. */
  read(said: readonly { readonly names: readonly string[]; readonly value: V }[]): void {
    for (const [key, each] of groupBy(said, ({ names }) => JSON.stringify(names))) {
      const was = this.#known.get(key)
      if (!was) continue
      const [first, second] = each
      const isKnown = was.schema !== null && first !== undefined && second === undefined
      this.#known.set(key, { ...was, value: isKnown ? first.value : this.#unknown })
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
