/** What secrets are written like, whatever they stand in. */
export const SECRET_FORMS: readonly (readonly [string, RegExp])[] = [
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
/** A shorter value is none, whatever its column is called. */
export const SHORTEST_SECRET = 8

/** Whether a column or property of that name holds secrets, as far as its name says. */
export function isSecretName(name: string): boolean {
  const words = wordsOf(name)
  if (ABOUT.test(words.at(-1) ?? '')) return false
  const pairs = words.map((word, index) => `${word} ${words[index + 1] ?? ''}`)
  return words.some((word) => NAMES.test(word)) || pairs.some((pair) => KEYS.test(pair))
}

/** What a word of a variable's name ends in, or is. */
const OF_VARIABLES =
  /(?:pass|password|passwd|pwd|secret|token|credential)s?$|^(?:keys?|auth|jwt|pat|pin|pw|signature)$/

/** Whether an environment variable of that name holds a secret, as far as its name says: rather one too many, it is only masked. */
export function isSecretVariable(name: string): boolean {
  const words = wordsOf(name)
  if (ABOUT.test(words.at(-1) ?? '')) return false
  return isSecretName(name) || words.some((word) => OF_VARIABLES.test(word))
}

/** `clientSecret`, `client_secret`: client, secret. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')

/** What a value is by its form; undefined where it has none. */
export const secretFormOf = (value: string): string | undefined =>
  SECRET_FORMS.find(([, form]) => form.test(value))?.[0]
