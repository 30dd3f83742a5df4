import { LACKS_ROLES, namedRoles } from '../baseline/write.ts'
import { RebaselineError } from '../errors.ts'
import { shownName } from '../kinds/sql.ts'
import type { Server } from '../postgres/engine.ts'
import { ensureRoles, rolesHelp, rolesOf } from '../postgres/roles.ts'
import { watchServer, type ServerWatch } from '../postgres/shared-state.ts'
import type { Model } from '../../shared/model.ts'
import type { Origin } from './database-facts.ts'
import type { Workspace } from './workspace.ts'

/** Roles in the life of one build: they belong to the server, so a build may need some that it does not make. */
export interface BuildRoles {
  /** What we made before it, so that it could run at all. */
  readonly given: readonly string[]
  /** What it made itself. */
  readonly created: readonly string[]
  /** What else of the whole server it made, changed or took away: settings, memberships, other databases. */
  readonly changed: readonly string[]
}

/** Of a live database all roles were there before: it made none and was given none. */
export const NO_ROLES: BuildRoles = { given: [], created: [], changed: [] }

const MOST_ATTEMPTS = 100

/**
 * Runs a build on a clean server. When it fails, `learn` says from the error which roles to give it the next time; a
 * role that the build makes itself is then left to it.
 */
export async function buildWithRoles<T>(
  workspace: Workspace,
  side: 'old' | 'rebuilt',
  first: readonly string[],
  learn: (error: RebaselineError) => readonly string[],
  build: (
    server: Server,
    given: readonly string[],
    serverWatch: ServerWatch | undefined,
  ) => Promise<T>,
): Promise<T> {
  const wanted = new Set(first)
  const itsOwn = new Set<string>()
  for (let attempt = 1; ; attempt += 1) {
    const server = await workspace.clean(workspace[side])
    const given = await ensureRoles(server, [...wanted])
    const serverWatch = await watchServer(server)
    try {
      const built = await build(server, given, serverWatch)
      await refuseChanged(serverWatch)
      return built
    } catch (thrown) {
      const error = await withChanged(thrown, serverWatch)
      if (!(error instanceof RebaselineError) || attempt === MOST_ATTEMPTS) throw error
      const lacking = await lackingOf(server, learn(error))
      if (server.kind === 'foreign')
        throw lacking.length === 0 ? error : roleMissing(error, lacking)
      const made = given.filter((role) => error.message.includes(`role "${role}" already exists`))
      const more = lacking.filter((role) => !wanted.has(role) && !itsOwn.has(role))
      if (made.length + more.length === 0) throw error
      for (const role of made) {
        itsOwn.add(role)
        wanted.delete(role)
      }
      for (const role of more) wanted.add(role)
      if (more.length > 0) {
        workspace.progress(
          `Once more, with roles that it needs and does not make: ${more.map(shownName).join(', ')}`,
          'remark',
        )
      }
    }
  }
}

async function lackingOf(server: Server, roles: readonly string[]): Promise<readonly string[]> {
  if (roles.length === 0) return []
  const present = await rolesOf(server)
  return roles.filter((role) => !present.includes(role))
}

const roleMissing = (
  { doing, happened, cause, migration }: RebaselineError,
  lacking: readonly string[],
): RebaselineError =>
  new RebaselineError('role-missing', {
    doing,
    happened,
    cause,
    migration,
    help: rolesHelp(lacking),
  })

/** The role that Postgres did not find, in its own words, which double no quotes, or those that a baseline did not find. */
export function roleNotFound({ message }: RebaselineError): readonly string[] {
  const [, said = ''] = message.split(LACKS_ROLES)
  const lacking = [...said.matchAll(/CREATE ROLE (?:"((?:[^"]|"")+)"|(\w+));/g)]
  if (lacking.length > 0) {
    return lacking.map(([, quoted, bare]) => bare ?? quoted?.replaceAll('""', '"') ?? '').sort()
  }
  return [...(/role "([^]+?)" does not exist/.exec(message)?.slice(1, 2) ?? [])]
}

/**
 * On a server of somebody else nothing may be left. What a build is seen to change of the whole server is rolled back;
 * what could not be seen, such as through a connection of its own, may as well be somebody else's: it is named.
 */
export async function refuseChanged(
  serverWatch: ServerWatch | undefined,
  by = 'the build',
): Promise<void> {
  const changed = (await serverWatch?.changedMeanwhile()) ?? []
  if (changed.length === 0) return
  throw new RebaselineError('server-wide', {
    doing: `be sure that ${by} left the server as it was`,
    happened: `while it ran, this appeared, changed or went there: ${changed.join(', ')}`,
    help: leftAlone(by),
  })
}

const leftAlone = (by: string): string =>
  `Nothing shows who did it, so it was left alone: where ${by} did, take it back and leave --server (or REBASELINE_SERVER_URL) out; where somebody else did, run it again.`

/** A build that fails may leave something as well. */
async function withChanged(
  thrown: unknown,
  serverWatch: ServerWatch | undefined,
): Promise<unknown> {
  if (!serverWatch || !(thrown instanceof RebaselineError) || thrown.code === 'server-wide')
    return thrown
  const changed = await serverWatch.changedMeanwhile().catch(() => [])
  if (changed.length === 0) return thrown
  const { code, doing, cause, help, migration } = thrown
  const happened = `${thrown.happened}\n  appeared, changed or went on the server meanwhile: ${changed.join(', ')}`
  return new RebaselineError(code, {
    doing,
    happened,
    cause,
    migration,
    help: `${help} ${leftAlone('the build')}`,
  })
}

/** What a person has to know of roles and what else is of the server: no part of a database, so no comparison shows it lost. */
export function roleNotes(old: BuildRoles, rebuilt: BuildRoles): readonly string[] {
  const lost = old.created.filter((role) => !rebuilt.created.includes(role))
  const said = [
    ...clause('the old side creates', old.created),
    ...clause('the rebuilt side creates', rebuilt.created),
    ...clause('the rebuilt side does not create', lost),
    ...clause('made for this run, as a server needs them first:', [
      ...new Set([...old.given, ...rebuilt.given]),
    ]),
  ]
  const unchanged = old.changed.filter((each) => !rebuilt.changed.includes(each))
  const more = [
    ...listed('the old side changes', old.changed),
    ...listed('the rebuilt side changes', rebuilt.changed),
    ...listed('the rebuilt side does not change', unchanged),
  ]
  return [
    ...(said.length === 0 ? [] : [`roles, which belong to the server: ${said.join('; ')}`]),
    ...(more.length === 0 ? [] : [`what else belongs to the server: ${more.join('; ')}`]),
  ]
}

/** Where a server of somebody else let it be built by a role that old names beside the one that owns most. */
export function blurredNotes(old: Model, rebuilt: Model, origin: Origin): readonly string[] {
  const builder = rebuilt.server.migratingRole
  const isBlurred =
    origin !== 'given' && old.server.migratingRole !== builder && namedRoles(old).includes(builder)
  const role = shownName(builder)
  return isBlurred
    ? [
        `what is ${role}'s from what is the migrating role's: the rebuilt side was built as ${role} itself. Leave --server (or REBASELINE_SERVER_URL) out, or name a role that old does not name`,
      ]
    : []
}

const clause = (text: string, roles: readonly string[]): string[] =>
  listed(text, roles.map(shownName))

const listed = (text: string, each: readonly string[]): string[] =>
  each.length === 0 ? [] : [`${text} ${each.join(', ')}`]
