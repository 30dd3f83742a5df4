/** A choice of one person on this machine, kept in the browser. */
export interface Preference<Word extends string> {
  readonly current: () => Word
  readonly set: (word: Word) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** A choice between words, the first of which holds until another was made. */
export function preference<const Word extends string>(
  key: string,
  words: readonly [Word, ...Word[]],
): Preference<Word> {
  const listeners = new Set<() => void>()
  return {
    current: () => words.find((word) => word === localStorage.getItem(key)) ?? words[0],
    set: (word) => {
      localStorage.setItem(key, word)
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
