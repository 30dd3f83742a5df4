import { quote } from '../baseline/kysely-source.ts'
import type { Configuration } from './configuration.ts'

const MEANS: Readonly<Record<keyof Configuration, string>> = {
  migrations: 'The folder of Kysely migrations, or a list of several.',
  provider: 'a module that exports the migrations, such as src/migrations/index.ts#provider',
  postgres: 'Major of the Postgres that production runs: scratch work happens on the same.',
  databaseEnv:
    'The environment variable that holds the URL of the live database; never the URL itself.',
  deployments:
    'Deployments by their names, each with the environment variable that holds its URL; never the URL itself.',
  notes: 'The file that an export writes the new workflow into.',
  migrationTable: 'The table in which Kysely keeps what ran.',
  migrationLockTable: 'The table with which Kysely locks.',
  migrationTableSchema: 'The schema of both.',
  timeLimit: 'The longest that one migration may take, in seconds.',
  envFile: 'A file of environment variables that the migrations need.',
  context: 'FILE#EXPORT: what each up gets as its second argument.',
  seedExcept: 'Tables whose rows are no seed, with a comma between them.',
  squashTo:
    'The squash line: the baseline replaces the folder up to this migration, later ones stay.',
  domains: 'Domains by their names, each with its tables; they are found out for all others.',
  categories:
    'Categories of migrations by their names, each with its migrations; found out for all others.',
  origins:
    'Whether a comment above each object of the baseline names the migrations that made and touched it.',
  sections: 'What the sections of the baseline are by: kinds, or within these domains.',
  codegen: 'Whether the project’s own kysely-codegen is asked about both sides in each run.',
}

/** The text of a configuration: small, each setting with what it means; typed where the package is installed. */
export function configurationSource(values: Configuration, typed: 'typed' | 'plain'): string {
  const lines = (Object.keys(MEANS) as (keyof Configuration)[]).flatMap((name) => {
    const value = values[name]
    if (value === undefined) return []
    return [
      `  /** ${MEANS[name]} */`,
      `  ${name}: ${typeof value === 'object' ? JSON.stringify(value) : typeof value === 'string' ? quote(value) : value},`,
    ]
  })
  return [
    ...(typed === 'typed' ? ["import type { Configuration } from 'rebaseline'", ''] : []),
    '/** What Rebaseline takes where the command line says nothing. It is read, never run: write values out. */',
    'export default {',
    ...lines,
    typed === 'typed' ? '} satisfies Configuration' : '}',
    '',
  ].join('\n')
}
