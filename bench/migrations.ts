import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateSteps, type SchemaOptions } from './schema.ts'

export interface MigrationFile {
  readonly name: string
  readonly source: string
}

const TABLES_PER_FILE = 10

/** The generated schema as a folder of Kysely migrations would hold it, ten tables a file. */
export function generateMigrations(options: SchemaOptions): MigrationFile[] {
  const [shared = [], ...tables] = generateSteps(options)
  const groups = [shared]
  for (let start = 0; start < tables.length; start += TABLES_PER_FILE) {
    groups.push(tables.slice(start, start + TABLES_PER_FILE).flat())
  }
  return groups.map((statements, number) => ({
    name: `${String(number).padStart(4, '0')}_${number === 0 ? 'shared' : 'tables'}.ts`,
    source: [
      "import { type Kysely, sql } from 'kysely'",
      '',
      'export async function up(db: Kysely<unknown>): Promise<void> {',
      ...statements.map((statement) => `  await sql.raw(${JSON.stringify(statement)}).execute(db)`),
      '}',
      '',
    ].join('\n'),
  }))
}

/** Writes that folder; gives how many files it holds. */
export function writeMigrations(folder: string, options: SchemaOptions): number {
  const files = generateMigrations(options)
  mkdirSync(folder, { recursive: true })
  for (const { name, source } of files) writeFileSync(join(folder, name), source)
  return files.length
}
