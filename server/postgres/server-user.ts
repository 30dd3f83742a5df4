import { spawnSync } from 'node:child_process'

/** The user that runs Postgres; undefined: we do ourselves. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

let known: ServerUser | null | undefined

/** Postgres refuses to run as root: then it runs as `postgres`, or else `nobody`, which must have a passwd entry. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  known ??= ['postgres', 'nobody'].map(lookUp).find((user) => user !== undefined) ?? null
  return known ?? undefined
}

/** What spawn() needs to run something as that user. */
export const asServerUser = (): { uid?: number; gid?: number } => {
  const user = serverUser()
  return user ? { uid: user.uid, gid: user.gid } : {}
}

function lookUp(name: string): ServerUser | undefined {
  const uid = id('-u', name)
  const gid = id('-g', name)
  return uid === undefined || gid === undefined || uid === 0 ? undefined : { name, uid, gid }
}

function id(option: string, name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) : undefined
}
