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

const FORMS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a bcrypt password hash', /\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}/],
  ['an Argon2 password hash', /\$argon2(?:id|i|d)\$/],
  ['a scrypt password hash', /\$scrypt\$|\bscrypt:\d+:\d+/],
  ['a PBKDF2 password hash', /\bpbkdf2[_:$-]+(?:sha)?\d+/i],
  ['a crypt password hash', /\$[156]\$[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{20,}/],
  ['a Postgres password hash', /\bSCRAM-SHA-256\$\d+:|\bmd5[0-9a-f]{32}\b/],
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36,}|\bgithub_pat_\w{22,}/],
  ['a GitLab token', /\bglpat-[\w-]{20,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a Stripe key', /\b(?:[sr]k|whsec)_(?:(?:live|test)_)?[A-Za-z0-9]{16,}/],
  ['a Google key', /\bAIza[\w-]{35}/],
  ['a SendGrid key', /\bSG\.[\w-]{16,}\.[\w-]{16,}/],
  ['an API key', /\bsk-[\w-]{20,}/],
  ['a JSON web token', /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"`]+:[^\s/@'"`]+@/i],
]

const NAMES =
  /^(?:pass|password|passwd|pwd|passphrase|secret|secrets|token|apikey|credential|credentials)$/
const KEYS = /^(?:api|private|access|secret|signing|encryption|client|auth) key$/
/** What a name that ends so holds is about a secret, and none. */
const ABOUT =
  /^(?:id|ids|at|on|by|name|type|kind|url|uri|expires|expiry|ttl|count|length|required|enabled|policy|template|label|status|version|hint|prefix|algorithm)$/
const SHORTEST = 8

/** Whether a column or property of that name holds secrets, as far as its name says. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
  if (ABOUT.test(words.at(-1) ?? '')) return false
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`)
  return words.some((word) => NAMES.test(word)) || pairs.some((pair) => KEYS.test(pair))
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
    const what = formOf(value)
    if (what === undefined && !(isSecretName(column) && value.length >= SHORTEST)) continue
    note(what ?? 'a secret by its name', `column ${column} of ${table}`, at)
    named.push([at, at + value.length + 2])
  }
  for (const match of source.matchAll(PROPERTY)) {
    const name = match[1] ?? match[2] ?? match[3] ?? ''
    const value = match[5] ?? ''
    if (!isSecretName(name) || value.length < SHORTEST) continue
    note(formOf(value) ?? 'a secret by its name', `property ${name}`, match.index)
    named.push([match.index, match.index + match[0].length])
  }
  for (const [what, form] of FORMS) {
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

const formOf = (value: string): string | undefined =>
  FORMS.find(([, form]) => form.test(value))?.[0]

/** One sentence for each, with what to do. */
export const secretWarnings = (file: string, source: string): readonly string[] =>
  secretsIn(source).map(({ what, where, count, line }) => {
    const place = `${file}, line ${line}${where === null ? '' : `, ${where}`}`
    const times = count === 1 ? '' : ` (${count} of them)`
    return `${place}: what looks like ${what}${times}. It would be committed for all to read: take it out of the draft, or leave its table out with --seed-except`
  })
