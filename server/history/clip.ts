const MAX_TEXT = 200_000

/** Whether a text may have been cut: one that ends like a cut one is taken for it. */
export const mayBeClipped = (text: string): boolean => text.endsWith('…')

/** Not more of a text than can be told, or than this many characters of it. */
export const clip = (text: string, length = MAX_TEXT): string =>
  text.length <= length ? text : `${text.slice(0, Math.max(length - 1, 0))}…`
