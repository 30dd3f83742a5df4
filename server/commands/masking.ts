import { DatabaseUrl, scrub } from '../postgres/redact.ts'

/** Takes passwords out of a text. */
export type Mask = (text: string) => string

const SHORTEST = 4

/** Masks what looks like a password in a URL, and the passwords of the URLs that were given, wherever they stand. */
export function maskOf(words: readonly string[], variables: NodeJS.ProcessEnv): Mask {
  const secret = [...words, ...Object.values(variables)].flatMap(urlIn).filter(isTelling)
  return (text) =>
    scrub(text, secret)
      // PASSWORD itself is how the help writes it.
      .replace(/:\/\/([^\s/:@]*):(?!PASSWORD@)[^\s]*@/g, '://$1:***@')
      .replace(/([?&]password=)[^&\s"']*/gi, '$1***')
}

function urlIn(word: string | undefined): DatabaseUrl[] {
  const [found] = /postgres(?:ql)?:\/\/.*$/is.exec(word ?? '') ?? []
  if (found === undefined) return []
  try {
    return [new DatabaseUrl(found)]
  } catch {
    return []
  }
}

/** `postgres` as the password of the user `postgres` can't be hidden without hiding every other mention of it. */
function isTelling(url: DatabaseUrl): boolean {
  const password = url.revealPassword() ?? ''
  return password.length >= SHORTEST && ![url.user, url.database, url.host].includes(password)
}
