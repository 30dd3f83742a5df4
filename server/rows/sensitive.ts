import { addressOf, describeAddress } from '../../shared/model.ts'
import type { TableRows } from '../../shared/rows.ts'
import type { SensitiveLook } from '../../shared/seed-evidence.ts'
import { personalFormOf, personalNameOf } from './personal-forms.ts'
import { isSecretName, secretFormOf, SHORTEST_SECRET } from './secret-forms.ts'

type Look = Pick<SensitiveLook, 'sort' | 'what'>

/** What of these rows looks as if it should not be committed, by its form or by the name of its column; in the order of tables. */
export const sensitiveIn = (tables: readonly TableRows[]): SensitiveLook[] =>
  tables.flatMap((table) => {
    const name = describeAddress(addressOf(table.table))
    return table.columns.flatMap(({ name: column, type }, place) => {
      const named = byName(column, type)
      const found = new Map<string, Look & { rows: number }>()
      for (const row of table.rows) {
        const value = row[place] ?? null
        const look = value === null || value === '' ? undefined : (byForm(value) ?? named(value))
        if (!look) continue
        const known = found.get(look.what)
        if (known) known.rows += 1
        else found.set(look.what, { ...look, rows: 1 })
      }
      return [...found.values()].map((look) => ({ table: name, column, ...look }))
    })
  })

function byForm(value: string): Look | undefined {
  const secret = secretFormOf(value)
  if (secret !== undefined) return { sort: 'secret', what: secret }
  const personal = personalFormOf(value)
  return personal === undefined ? undefined : { sort: 'personal data', what: personal }
}

/** Neither is a yes or no, nor one of a list of words. */
const HOLDS_NONE = /^(?:boolean|"?char"?|smallint)$/

function byName(column: string, type: string): (value: string) => Look | undefined {
  if (HOLDS_NONE.test(type)) return () => undefined
  if (isSecretName(column)) {
    const look: Look = { sort: 'secret', what: 'a secret by its name' }
    return (value) => (value.length >= SHORTEST_SECRET ? look : undefined)
  }
  const what = personalNameOf(column)
  return () => (what === undefined ? undefined : { sort: 'personal data', what })
}
