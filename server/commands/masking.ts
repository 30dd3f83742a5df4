import { DatabaseUrl, passwordForms, scrub } from '../postgres/redact.ts'

/** Takes passwords out of a text. */
export interface Mask {
  (text: string): string
  /** The same, also of one more URL, for a text that comes in pieces: they may end in the middle of a password. */
  inPieces(pieces: AsyncIterable<string>, own: DatabaseUrl): AsyncIterable<string>
}

const SHORTEST = 4
/** More of a text than this is never held back. */
const MOST_WAITING = 65_536

/** Masks what looks like a password in a URL, and the passwords of the URLs that were given, wherever they stand. */
export function maskOf(words: readonly string[], variables: NodeJS.ProcessEnv): Mask {
  const given = [
    ...[...words, ...Object.values(variables)].flatMap(urlIn),
    ...words.flatMap(mistaken),
  ]
  const inPieces: Mask['inPieces'] = (pieces, own) => piecewise(pieces, [...given, own])
  return Object.assign(masking(given), { inPieces })
}

function masking(urls: readonly DatabaseUrl[]): (text: string) => string {
  const secret = urls.filter(isTelling)
  return (text) =>
    scrub(text, secret)
      // PASSWORD itself is how the help writes it.
      .replace(/:\/\/([^\s/:@]*):(?!PASSWORD@)[^\s]*@/g, '://$1:***@')
      .replace(/([?&]password=)[^&\s"']*/gi, '$1***')
}

async function* piecewise(
  pieces: AsyncIterable<string>,
  urls: readonly DatabaseUrl[],
): AsyncIterable<string> {
  const mask = masking(urls)
  const forms = urls.filter(isTelling).flatMap(passwordForms)
  let waiting = ''
  for await (const piece of pieces) {
    waiting += piece
    const end = endOfKnown(waiting, forms)
    if (end > 0) yield mask(waiting.slice(0, end))
    waiting = waiting.slice(end)
  }
  if (waiting !== '') yield mask(waiting)
}

/** Up to where a text stays as it is, whatever follows: nothing that would be masked can begin before and end after it. */
function endOfKnown(text: string, forms: readonly string[]): number {
  const word = text.length - lastWord(text).length
  const inUrl = text.slice(word).search(/[:?&]/)
  let end = inUrl < 0 || text.length - word > MOST_WAITING ? text.length : word + inUrl
  for (let start = end - 1; start >= 0 && start > end - longest(forms); start -= 1) {
    const rest = text.slice(start)
    const mayGoOn = (form: string): boolean =>
      start + form.length > end && form.startsWith(rest.slice(0, form.length))
    if (forms.some(mayGoOn)) end = start
  }
  return end
}

function lastWord(text: string): string {
  let start = text.length
  while (start > 0 && !/\s/.test(text[start - 1] ?? '')) start -= 1
  return text.slice(start)
}

const longest = (forms: readonly string[]): number =>
  Math.max(0, ...forms.map(({ length }) => length))

function urlIn(word: string | undefined): DatabaseUrl[] {
  const [found] = /postgres(?:ql)?:\/\/.*$/is.exec(word ?? '') ?? []
  if (found === undefined) return []
  try {
    return [new DatabaseUrl(found)]
  } catch {
    return []
  }
}

/** A URL without its beginning, and what libpq takes instead of one: neither is understood, and both are said in the answer. */
function mistaken(word: string): DatabaseUrl[] {
  if (/^[^\s/:@]+:[^\s@]+@[^\s/@]+[:/]/.test(word)) return urlIn(`postgres://${word}`)
  const [, quoted, bare] = /(?:^|\s)password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S+))/i.exec(word) ?? []
  const password = quoted?.replace(/\\(.)/g, '$1') ?? bare
  return password === undefined ? [] : urlIn(`postgres://:${encodeURIComponent(password)}@none`)
}

/** `postgres` as the password of the user `postgres` can't be hidden without hiding every other mention of it. */
function isTelling(url: DatabaseUrl): boolean {
  const password = url.revealPassword() ?? ''
  return password.length >= SHORTEST && ![url.user, url.database, url.host].includes(password)
}
