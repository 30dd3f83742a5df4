const BEGIN = '<!-- rebaseline: begin -->'
const END = '<!-- rebaseline: end -->'

/** The text of a notes file with our section in it, or why it can't be put there. */
export type NotesWritten =
  | { readonly status: 'written'; readonly text: string }
  | { readonly status: 'refused'; readonly why: string }

/** Puts a section between its markers, at the end where there are none; the rest stays as it is, byte for byte. */
export function writeSection(text: string, section: string): NotesWritten {
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const block = [BEGIN, ...section.trim().split('\n'), END].join(newline)
  const begins = text.split(BEGIN).length - 1
  const ends = text.split(END).length - 1
  if (begins === 0 && ends === 0) {
    const gap = text === '' ? '' : text.endsWith('\n') ? newline : newline + newline
    return { status: 'written', text: `${text}${gap}${block}${newline}` }
  }
  const from = text.indexOf(BEGIN)
  const to = text.indexOf(END)
  if (begins === 1 && ends === 1 && from < to) {
    return {
      status: 'written',
      text: text.slice(0, from) + block + text.slice(to + END.length),
    }
  }
  return {
    status: 'refused',
    why: `the markers ${BEGIN} and ${END} do not stand there once each, in this order`,
  }
}
