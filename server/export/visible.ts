// oxlint-disable-next-line no-control-regex -- what would break the line or hide something
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A text on one line, in which nothing hides: such characters are shown as their numbers. */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => {
    const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
    return known[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
