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

/** What the notes name. */
export interface Workflow {
  /** Paths as people see them, relative to the project. */
  readonly migrations: string
  readonly archive: string
  readonly baseline: string
  readonly seed: string
}

/** How a project works with its database from now on. */
export const workflowText = ({ migrations, archive, baseline, seed }: Workflow): string => `
## Database migrations

The schema begins with \`${baseline}\`, its rows with \`${seed}\`, both in \`${migrations}/\`. They build what the older migrations had built; those stand in \`${archive}/\` for reading only and are never run.

- **A change** is a new file in \`${migrations}/\` whose name sorts after \`${seed}\`. The two files above are never edited once a database has run them.
- \`npm run migrate\` runs what is new on the database that \`DATABASE_URL\` names.
- \`npm run db:rebuild\` empties a disposable database and builds it anew; \`npm run db:nuke\` only empties it. Both ask for the database's name (\`-- --yes-drop NAME\` gives it where nobody can type) and refuse databases of other machines.
- \`npm run db:snapshot\` writes the present schema of a database as a baseline into \`${migrations}_snapshot/\`, to look at.
- **A database that has run the archived migrations** does not take the new ones: Kysely says \`corrupted migrations\`. Rebuild it where it is disposable. Where it is not, its ledger has to be moved over before the next deploy: its rows exchanged, in one transaction, for the two names above.
`
