import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../machine/file-error.ts'
import { nearestAbove } from '../machine/nearest-above.ts'
import { installedFrom } from '../project/installed.ts'
import { findConfiguration, type Configuration } from './configuration.ts'
import { seenFor } from './look-around.ts'
import { configurationSource } from './source.ts'

/** Where a configuration is to stand, and how it is written there. */
export interface ConfigurationPlace {
  /** Absolute: the folder of the package.json above. */
  readonly folder: string
  /** Absolute. */
  readonly file: string
  readonly style: 'typed' | 'plain'
}

/** What people are asked, at most; paths as they are written from the place's folder. */
export interface Answers {
  readonly migrations: string
  readonly postgres?: number | undefined
  readonly notes?: string | undefined
}

/** The place of a configuration for whoever stands in that folder: typed where the package is installed. */
export function configurationPlace(start: string): ConfigurationPlace {
  const folder = nearestAbove(start, 'package.json') ?? start
  const isTyped = installedFrom('rebaseline', folder) !== undefined
  const isTypeScript = existsSync(join(folder, 'tsconfig.json')) || isTyped
  const file = join(folder, `rebaseline.config.${isTypeScript ? 'ts' : 'mjs'}`)
  return { folder, file, style: isTyped ? 'typed' : 'plain' }
}

/** The configuration that stands in that place already, whatever its ending. */
export function standingThere({ folder }: ConfigurationPlace): string | undefined {
  const found = findConfiguration(folder)
  return found && dirname(found.file) === folder ? found.file : undefined
}

/** Refuses where a configuration stands in that place already. */
export function refuseSecond(place: ConfigurationPlace): void {
  const there = standingThere(place)
  if (there === undefined) return
  throw new RebaselineError('configuration-refused', {
    doing: 'write the configuration',
    happened: `${there} is there already`,
    help: 'Edit that file, or take it away first.',
  })
}

/** What was answered, with what the project shows besides. */
export function configurationOf(folder: string, answers: Answers): Configuration {
  const { migrations, postgres, notes } = answers
  const { databaseEnv, tables } = seenFor(folder, migrations)
  return {
    migrations,
    ...(postgres !== undefined && { postgres }),
    ...(databaseEnv && { databaseEnv: databaseEnv.value }),
    ...(notes !== undefined && { notes }),
    ...tables,
  }
}

/** The text that is written for such a configuration. */
export const textFor = ({ style }: ConfigurationPlace, values: Configuration): string =>
  configurationSource(values, style)

/** Writes the configuration and nothing else; never over one that is there. */
export function writeConfiguration(place: ConfigurationPlace, values: Configuration): void {
  refuseSecond(place)
  try {
    writeFileSync(place.file, textFor(place, values), { flag: 'wx' })
  } catch (error) {
    throw fileError('write the configuration', place.file, error)
  }
}
