const PART = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`
/** Names with dots between them, as they stand in printed SQL. */
const CHAIN = new RegExp(`${PART}(?:\\.${PART})+`, 'g')
const PARTS = new RegExp(PART, 'g')

const unquoted = (part: string): string =>
  part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part

/**
 * Rewrites the names that printed SQL holds, each as a whole: `public.a` is no part of `public.account`. What stands
 * for the longest beginning of a chain of names takes its place; the rest of the text stays as it is.
 */
export function rewriteNames(
  text: string,
  replacementOf: (names: readonly string[]) => string | undefined,
): string {
  return text.replace(CHAIN, (chain) => {
    const parts = chain.match(PARTS) ?? []
    const names = parts.map(unquoted)
    for (let length = names.length; length > 0; length -= 1) {
      const replacement = replacementOf(names.slice(0, length))
      if (replacement !== undefined) return [replacement, ...parts.slice(length)].join('.')
    }
    return chain
  })
}

/** Printed SQL with nothing but the last of each chain of names. */
export const lastNames = (text: string): string =>
  text.replace(CHAIN, (chain) => chain.match(PARTS)?.at(-1) ?? chain)
