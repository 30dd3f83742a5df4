/** What an address says after `?`: texts only, each once. */
export type RawSearch = Readonly<Record<string, unknown>>

/** Reads `?tab=rows&find=a%20b`. */
export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text))

/** Writes it back, without what is not set. */
export function formatSearch(search: RawSearch): string {
  const parts = Object.entries(search)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => [name, String(value)])
  return parts.length === 0 ? '' : `?${new URLSearchParams(parts).toString()}`
}

/** A parameter's text; empty where it is missing. */
export const textIn = (search: RawSearch, name: string): string => {
  const value = Object.hasOwn(search, name) ? search[name] : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A parameter that is one of these words, else the first of them. */
export function wordIn<const Word extends string>(
  search: RawSearch,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = textIn(search, name)
  return words.find((word) => word === text) ?? words[0]
}

/** A parameter that is one of these words; empty where it is none of them. */
export const wordOrNone = (search: RawSearch, name: string, words: readonly string[]): string =>
  wordIn<string>(search, name, ['', ...words])

/** A parameter that is a whole number from 0, else 0. */
export function countIn(search: RawSearch, name: string): number {
  const number = Number(textIn(search, name))
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}
