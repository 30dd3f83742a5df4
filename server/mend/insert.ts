import { sqlTemplate, quote } from '../baseline/kysely-source.ts'
import { warnings } from '../baseline/write.ts'
import type { Statement } from '../kinds/kind.ts'
import { PUT_BACK } from '../baseline/migration-source.ts'
import type { Step } from './acts.ts'
import type { MigrationText } from './migration-text.ts'
import { readMigration } from './migration-text.ts'

/** A statement, and the first major that can read it where not all can. */
export type Said = Pick<Statement, 'sql' | 'since'>

/** Statements for one draft: some that go before everything it does, the rest after it. */
export interface Insertion {
  readonly first: readonly Said[]
  readonly last: readonly Said[]
  /** What has to be set meanwhile, where the draft doesn't set it itself. */
  readonly settings: Readonly<Record<string, string>>
  readonly about: string
  /** Statements that go between those of the draft. */
  readonly beside?: readonly Beside[]
}

/** Statements for one place of a draft. */
export interface Beside {
  /** What they stand after. */
  readonly step: Pick<Step, 'end' | 'db'>
  readonly statements: readonly Said[]
  readonly settings: Readonly<Record<string, string>>
  readonly about: string
}

/** A draft with statements put in. */
export interface Inserted {
  readonly text: string
  /** What was put in, as it stands there. */
  readonly blocks: readonly string[]
}

/** Puts statements into a draft; everything else of it stays byte for byte. */
export function insertStatements(
  file: string,
  text: string,
  insertion: Insertion,
): Inserted | { readonly why: string } {
  const read = readMigration(file, text)
  if ('why' in read) return read
  const { migration } = read
  const own = importOf(migration)
  const end = endOf(migration)
  const setsItself = putsBack(migration)
  const block = (
    statements: readonly Said[],
    { settings, about }: Pick<Insertion, 'settings' | 'about'> = insertion,
    db = migration.db,
  ): string =>
    statements.length === 0 ? '' : blockText(statements, { settings, about }, db, own, setsItself)
  const beside = (insertion.beside ?? []).map((each) => ({
    at: each.step.end + lineRest(text.slice(each.step.end)),
    put: block(each.statements, each, each.step.db),
  }))
  const [first, last] = [block(insertion.first), block(insertion.last)]
  const pieces = [
    { at: own.at, put: own.text },
    { at: migration.opening, put: first },
    ...beside,
    { at: end, put: last },
  ]
    .filter(({ put }) => put !== '')
    .sort((a, b) => a.at - b.at)
  let result = ''
  let from = 0
  for (const { at, put } of pieces) {
    result += text.slice(from, at) + put
    from = at
  }
  const blocks = [first, ...beside.map(({ put }) => put), last].filter((put) => put !== '')
  return { text: result + text.slice(from), blocks }
}

/** Takes out what was put in before; null where somebody edited it since. */
export function removeBlocks(text: string, blocks: readonly string[]): string | null {
  let left = text
  for (const block of blocks) {
    const at = left.indexOf(block)
    if (at < 0 || left.includes(block, at + 1)) return null
    left = left.slice(0, at) + left.slice(at + block.length)
  }
  return left
}

/** A generated draft sets what its statements need, and puts that back at its end. */
export function putsBack({ text, statements }: MigrationText): boolean {
  const last = statements.at(-1)
  return last !== undefined && text.slice(last.start, last.end) === PUT_BACK
}

/** After the last statement; in a generated draft before the settings are put back. */
function endOf(migration: MigrationText): number {
  const { text, statements, body } = migration
  const last = statements.at(-1)
  if (!last) return body.start
  const before = statements.at(-2)
  if (putsBack(migration) && before) return before.end
  return last.end + lineRest(text.slice(last.end, body.end))
}

/** A comment at the end of the line belongs to the statement. */
export function lineRest(text: string): number {
  const [rest = ''] = /^[ \t;]*(?:\/\/[^\n]*)?/.exec(text) ?? []
  return rest.includes('//') ? rest.length : rest.trimEnd().length
}

/** How the file says it. */
interface Own {
  /** What it calls Kysely's `sql`. */
  readonly sql: string
  /** The type of the rows that are asked for, where it has types. */
  readonly rows: string
}

/** What the file calls Kysely's `sql`, and what has to be put in where it doesn't import it. */
export function importOf(migration: MigrationText): Own & { at: number; text: string } {
  const { sql, imports, text, isCommonJs } = migration
  const rows = migration.language === 'TypeScript' ? '<{ name: string; value: string }>' : ''
  if (sql !== undefined) return { sql, rows, at: 0, text: '' }
  const name = /\bsql\b/.test(text) ? 'rebaselineSql' : 'sql'
  const said = name === 'sql' ? 'sql' : isCommonJs ? `sql: ${name}` : `sql as ${name}`
  if (text.includes(`{ ${said} }`)) return { sql: name, rows, at: 0, text: '' }
  const line = isCommonJs
    ? `const { ${said} } = require('kysely')`
    : `import { ${said} } from 'kysely'`
  return { sql: name, rows, at: imports, text: imports === 0 ? `${line}\n` : `\n${line}` }
}

/** Statements as they are put into a file that they were not generated for. */
export function blockText(
  statements: readonly Said[],
  { settings, about }: Pick<Insertion, 'settings' | 'about'>,
  db: string,
  own: Own,
  setsItself: boolean,
): string {
  const run = (statement: Said): string[] => [
    ...warnings(statement).map((text) => `  // ${text}`),
    `  await ${own.sql}${sqlTemplate(statement.sql).slice('sql'.length)}.execute(${db})`,
  ]
  const isBare = setsItself || Object.keys(settings).length === 0
  const lines = isBare
    ? statements.flatMap(run)
    : ['  {', ...withSettings(statements.flatMap(run), settings, db, own).map(indented), '  }']
  return ['', '', `  // ${about}`, ...lines].join('\n')
}

/** Only the first line of a statement is ours to indent: the others stand inside of a literal. */
const indented = (line: string): string => `  ${line}`

function withSettings(
  lines: readonly string[],
  settings: Readonly<Record<string, string>>,
  db: string,
  { sql, rows }: Own,
): string[] {
  const entries = Object.entries(settings)
  const names = entries.map(([name]) => quote(name)).join(', ')
  return [
    `  const before = await ${sql}${rows}\``,
    `    select name, current_setting(name) as value from unnest(\${[${names}]}::text[]) name`,
    `  \`.execute(${db})`,
    ...entries.map(
      ([name, value]) =>
        `  await ${sql}\`select set_config(\${${quote(name)}}, \${${quote(value)}}, true)\`.execute(${db})`,
    ),
    ...lines,
    `  for (const { name, value } of before.rows) {`,
    `    await ${sql}\`select set_config(\${name}, \${value}, true)\`.execute(${db})`,
    `  }`,
  ]
}
