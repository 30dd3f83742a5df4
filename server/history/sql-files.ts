/** A script that Kysely loads, with its text. */
interface Script {
  readonly file: string
  readonly text: string
}

/** One that is no migration, and why; where a script is taken to read it, which. */
interface Passed {
  readonly file: string
  readonly reason: string
  readonly readBy?: string
}

const SQL = /\.sql$/i
const NUMBERED = /^[_v]?\d/i
const UNDOES = /[._-](?:down|undo|revert|rollback)\.sql$/i

/** Whether that is a file of SQL. */
export const isSql = (file: string): boolean => SQL.test(file)

/** The name of the migration that a file of SQL is by its own name: `001_users` of `001_users.up.sql`; null where it is none. */
export const sqlMigrationName = (file: string): string | null =>
  SQL.test(file) && NUMBERED.test(file) && !UNDOES.test(file)
    ? file.replace(/(?:[._-]up)?\.sql$/i, '')
    : null

/** What tells that a file of SQL that could be a migration is none of its own; undefined where it is one. */
export function whyNoMigration(file: string, scripts: readonly Script[]): Passed | undefined {
  if (UNDOES.test(file)) return { file, reason: 'its name says that it undoes a migration' }
  const name = sqlMigrationName(file)
  if (name === null)
    return { file, reason: 'not a TypeScript or JavaScript file, and no number begins its name' }
  const stem = file.replace(SQL, '')
  const twin = scripts.find((each) => [name, stem].includes(stemOf(each.file)))
  if (twin) {
    return {
      file,
      reason: `${twin.file} has the same name, and is taken to read it`,
      readBy: twin.file,
    }
  }
  const reader = scripts.find(({ text }) => text.includes(file))
  return (
    reader && {
      file,
      reason: `${reader.file} names it, and is taken to read it`,
      readBy: reader.file,
    }
  )
}

const stemOf = (file: string): string => file.slice(0, file.lastIndexOf('.'))

/** What people are told where migrations of SQL are run. */
export function sqlText(files: readonly { readonly file: string }[]): string | undefined {
  const own = files.filter(({ file }) => isSql(file))
  const [first] = own
  if (!first) return undefined
  const which = own.length === 1 ? first.file : `${own.length} files .sql (${first.file} first)`
  return `Ran ${which} as ${own.length === 1 ? 'a migration' : 'migrations'}, which Kysely’s FileMigrationProvider would pass over: the project needs a provider of its own for that`
}
