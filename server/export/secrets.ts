import { isSecretName, secretFormOf, SECRET_FORMS, SHORTEST_SECRET } from '../rows/secret-forms.ts'
import { insertsIn } from './insert-values.ts'

/** What looks like a secret in a text that is about to be committed; the secret itself is never repeated. */
export interface SecretLook {
  /** As people read it: `a bcrypt password hash`. */
  readonly what: string
  /** `column password_hash of public.users`; null where only the text itself tells. */
  readonly where: string | null
  readonly count: number
  /** Of the first one, from 1. */
  readonly line: number
}

const PROPERTY =
  /(?:\b([A-Za-z_$][\w$]*)|'([^'\n]+)'|"([^"\n]+)")\s*:\s*(['"`])((?:\\.|(?!\4)[^\\])*)\4/gs

/** Everything in a source that looks like a secret, by its form or by the name it stands under. */
export function secretsIn(source: string): readonly SecretLook[] {
  const found = new Map<string, { what: string; where: string | null; places: number[] }>()
  const note = (what: string, where: string | null, at: number): void => {
    const key = `${what} ${where}`
    const known = found.get(key) ?? { what, where, places: [] }
    found.set(key, { ...known, places: [...known.places, at] })
  }
  const named: (readonly [number, number])[] = []
  for (const { table, column, value, at } of insertsIn(source)) {
    const what = secretFormOf(value)
    if (what === undefined && !(isSecretName(column) && value.length >= SHORTEST_SECRET)) continue
    note(what ?? 'a secret by its name', `column ${column} of ${table}`, at)
    named.push([at, at + value.length + 2])
  }
  for (const match of source.matchAll(PROPERTY)) {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    const value = match[5] ?? ''
    if (!isSecretName(name) || value.length < SHORTEST_SECRET) continue
    note(secretFormOf(value) ?? 'a secret by its name', `property ${name}`, match.index)
    named.push([match.index, match.index + match[0].length])
  }
  for (const [what, form] of SECRET_FORMS) {
    for (const { index } of source.matchAll(new RegExp(form.source, `${form.flags}g`))) {
      const isTold = named.some(([from, to]) => index >= from && index < to)
      if (!isTold) note(what, null, index)
    }
  }
  return [...found.values()].map(({ what, where, places }) => {
    const first = Math.min(...places)
    return { what, where, count: places.length, line: source.slice(0, first).split('\n').length }
  })
}

/** One sentence for each, with what to do. */
export const secretWarnings = (file: string, source: string): readonly string[] =>
  secretsIn(source).map(({ what, where, count, line }) => {
    const place = `${file}, line ${line}${where === null ? '' : `, ${where}`}`
    const times = count === 1 ? '' : ` (${count} of them)`
    return `${place}: what looks like ${what}${times}. It would be committed for all to read: take it out of the draft, or leave its table out with --seed-except`
  })
