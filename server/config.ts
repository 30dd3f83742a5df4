import { isMajor, MAJORS_TEXT } from '../shared/majors.ts'
import { RebaselineError } from './errors.ts'
import { DatabaseUrl } from './postgres/redact.ts'

/** What the environment says, checked. */
export interface Environment {
  /** REBASELINE_SERVER_URL: where scratch databases are made. */
  readonly serverUrl: string | undefined
  /** REBASELINE_POSTGRES: major of the embedded server. */
  readonly major: number | undefined
  /** REBASELINE_DEBUG: a defect shows its stack. */
  readonly debug: boolean
  readonly ci: boolean
  /** GITHUB_ACTIONS: whoever looks reads annotations. */
  readonly annotates: boolean
}

/** What the command line says about servers. */
export interface ServerFlags {
  readonly server: string | undefined
  readonly oldServer: string | undefined
  readonly rebuiltServer: string | undefined
  readonly major: number | undefined
}

/** The servers of a run; where one is undefined the embedded Postgres is started, of that major if one is wanted. */
export interface ServerChoice {
  readonly oldServer: string | undefined
  readonly rebuiltServer: string | undefined
  readonly major: number | undefined
}

/** Reads the environment once; a value that makes no sense is refused, not passed over. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const url = variables['REBASELINE_SERVER_URL'] || undefined
  return {
    serverUrl: url === undefined ? undefined : checkedUrl(url, 'REBASELINE_SERVER_URL'),
    major: majorOf(variables['REBASELINE_POSTGRES'] || undefined),
    debug: Boolean(variables['REBASELINE_DEBUG']),
    ci: Boolean(variables['CI']),
    annotates: variables['GITHUB_ACTIONS'] === 'true',
  }
}

/** The command line goes before the environment. */
export function chooseServers(flags: ServerFlags, environment: Environment): ServerChoice {
  const { server, major } = flags
  // A wanted major is one of the embedded server: it says no to a server that only the environment names.
  const shared = server ?? (major === undefined ? environment.serverUrl : undefined)
  const oldServer = flags.oldServer ?? shared
  const rebuiltServer = flags.rebuiltServer ?? shared
  const embedded = oldServer === undefined || rebuiltServer === undefined
  if (major !== undefined && !embedded) {
    throw usageError(
      '--postgres chooses the embedded server, and here both sides have another one',
      'Leave out --postgres or the server.',
    )
  }
  return { oldServer, rebuiltServer, major: embedded ? (major ?? environment.major) : undefined }
}

/** Checks a database URL without repeating it: it may hold a password. */
export function checkedUrl(text: string, name: string): string {
  try {
    void new DatabaseUrl(text)
    return text
  } catch (error) {
    if (!(error instanceof RebaselineError)) throw error
    const { code, happened, help } = error
    throw new RebaselineError(code, { doing: `read the URL after ${name}`, happened, help })
  }
}

/** A command line that can't be obeyed. */
export const usageError = (happened: string, help?: string): RebaselineError =>
  new RebaselineError('usage', {
    doing: 'understand the command line',
    happened: happened.replace(/\.$/, ''),
    ...(help === undefined ? {} : { help }),
  })

function majorOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const major = Number(text)
  if (isMajor(major)) return major
  throw new RebaselineError('usage', {
    doing: 'read the environment',
    happened: `REBASELINE_POSTGRES is ${JSON.stringify(text)}, and takes a major from ${MAJORS_TEXT}`,
    help: 'Correct the variable, or unset it.',
  })
}
