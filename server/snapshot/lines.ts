/** A text as lines, each with what ends it: a file of Windows stays one, and so does a line that ends otherwise. */
export interface Lines {
  readonly texts: readonly string[]
  readonly ends: readonly string[]
  readonly mark: string
}

/** Takes a text apart. */
export function linesOf(text: string): Lines {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const texts: string[] = []
  const ends: string[] = []
  for (const [line] of text.slice(mark.length).matchAll(/[^\n]*\n|[^\n]+$/g)) {
    const end = /\r?\n$/.exec(line)?.[0] ?? ''
    texts.push(line.slice(0, line.length - end.length))
    ends.push(end)
  }
  return { texts, ends, mark }
}

/** How most of its lines end. */
export function usualEnd({ ends }: Lines): '\n' | '\r\n' {
  const windows = ends.filter((end) => end === '\r\n').length
  return windows * 2 > ends.length ? '\r\n' : '\n'
}

/** The same text, whatever its lines end with: for looking and comparing. */
export const plainText = (text: string): string =>
  text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')

/** A text of ours in the way that a file is written. */
export function inTheWayOf(text: string, file: string): string {
  const lines = linesOf(file)
  return lines.mark + text.replaceAll('\n', usualEnd(lines))
}
