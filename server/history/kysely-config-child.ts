/** Runs in a process of its own: loads a project's kysely.config, and says what of it is about migrations. */
import { pathToFileURL } from 'node:url'
import type { KyselyMigrations } from '../configuration/kysely-config.ts'
import { refuseConnections } from './no-connections.ts'

const NAMES = [
  'migrationFolder',
  'migrationTableName',
  'migrationLockTableName',
  'migrationTableSchema',
]

type Members = Readonly<Record<string, unknown>>

const membersOf = (value: unknown): Members => Object(value) as Members

/** What a module exports as its default, however it is loaded; a function is asked, as kysely-ctl asks it. */
async function configOf(module: unknown): Promise<Members> {
  let value = module
  while ('default' in membersOf(value)) value = membersOf(value)['default']
  const config: unknown = await (typeof value === 'function' ? (value as () => unknown)() : value)
  return membersOf(config)
}

function migrationsIn(config: Members): KyselyMigrations {
  if (config['extends'] !== undefined) throw new Error('it extends another configuration')
  const own = environmentsOf(config).find(([, said]) => 'migrations' in membersOf(said))
  if (own) throw new Error(`it has other migrations where the environment is ${own[0]}`)
  const migrations = membersOf(config['migrations'])
  const names = NAMES.map((name) => [name, migrations[name]] as const)
  const wrong = names.find(([, value]) => value !== undefined && typeof value !== 'string')
  if (wrong) throw new Error(`its ${wrong[0]} is no text`)
  const instead = (['provider', 'migrator'] as const).find((name) => migrations[name] !== undefined)
  return {
    names: Object.fromEntries(names.filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
    instead: instead ?? null,
  }
}

/** What goes before the rest in one environment: `$development`, or `development` in `$env`. */
const environmentsOf = (config: Members): [string, unknown][] => [
  ...Object.entries(config)
    .filter(([name]) => /^\$(?!env$|meta$)/.test(name))
    .map(([name, said]): [string, unknown] => [name.slice(1), said]),
  ...Object.entries(membersOf(config['$env'])),
]

/** Nothing connects afterwards either, such as what waits for its turn until this process is ended. */
async function load(file: string): Promise<KyselyMigrations> {
  const { refused } = refuseConnections()
  const said = migrationsIn(await configOf(await import(pathToFileURL(file).href)))
  refused()
  return said
}

/** Whoever hears it ends this process, whatever the configuration left open. */
const tell = (answer: object): void => void process.send?.(answer)

const refuse = (error: unknown): void =>
  tell({ why: error instanceof Error ? error.message : String(error) })

async function main([, , file = '']: readonly string[]): Promise<void> {
  // What it does beside being loaded may fail as well.
  process.on('uncaughtException', refuse)
  await import(import.meta.resolve('tsx'))
  await load(file).then((said) => tell({ said }), refuse)
}

await main(process.argv)
