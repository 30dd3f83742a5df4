import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateSteps, type SchemaOptions } from './schema.ts'

export interface MigrationFile {
  readonly name: string
  readonly source: string
}

/** How many migrations the tables are spread over: ten tables a file unless told. */
export interface FolderOptions extends SchemaOptions {
  readonly tablesPerFile?: number
}

const TABLES_PER_FILE = 10

/** The generated schema as a folder of Kysely migrations would hold it. */
export function generateMigrations({
  tablesPerFile = TABLES_PER_FILE,
  ...options
}: FolderOptions): MigrationFile[] {
  const [shared = [], ...tables] = generateSteps(options)
  const groups = [shared]
  for (let start = 0; start < tables.length; start += tablesPerFile) {
    groups.push(tables.slice(start, start + tablesPerFile).flat())
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
export function writeMigrations(folder: string, options: FolderOptions): number {
  const files = generateMigrations(options)
  mkdirSync(folder, { recursive: true })
  for (const { name, source } of files) writeFileSync(join(folder, name), source)
  return files.length
}
