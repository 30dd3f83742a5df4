import { usageError } from '../config.ts'
import { findConfiguration } from '../configuration/configuration.ts'
import { RebaselineError } from '../errors.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { CommandContext } from './command.ts'
import { text, texts } from './options.ts'
import { targetOf } from './target.ts'

/** A deployment by its name, and where it is; or why nobody knows. */
export interface NamedDeployment {
  readonly name: string
  readonly at: DatabaseUrl | RebaselineError
}

/** The deployments that a call is about: those it names, otherwise all of the configuration, otherwise the live database. */
export function deploymentsOf({
  given,
  values,
}: Pick<CommandContext, 'given' | 'values'>): readonly NamedDeployment[] {
  const wanted = texts(values, 'deployment')
  const isNamed = given.database !== undefined || given['database-env'] !== undefined
  if (isNamed && wanted.length > 0) {
    throw usageError('--deployment and --database or --database-env both name the database')
  }
  const known = isNamed ? {} : (findConfiguration(process.cwd())?.values.deployments ?? {})
  const all = Object.entries(known)
  for (const name of wanted) {
    if (!Object.hasOwn(known, name)) throw unknownDeployment(name, Object.keys(known))
  }
  if (all.length === 0) {
    const name =
      text(values, 'database') === undefined
        ? (text(values, 'database-env') ?? 'DATABASE_URL')
        : 'database'
    return [{ name, at: targetOf(values) }]
  }
  return all
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .map(([name, variable]) => ({ name, at: urlIn(variable) }))
}

/** One whose variable is not set does not keep the others from being looked at. */
function urlIn(variable: string): NamedDeployment['at'] {
  try {
    return targetOf({ 'database-env': variable })
  } catch (error) {
    if (error instanceof RebaselineError) return error
    throw error
  }
}

const unknownDeployment = (name: string, known: readonly string[]): RebaselineError =>
  usageError(
    `there is no deployment ${name}`,
    known.length === 0
      ? "Name it in the configuration: deployments: { production: 'PRODUCTION_URL' }, each with the environment variable that holds its URL."
      : `The configuration names ${known.join(', ')}.`,
  )
