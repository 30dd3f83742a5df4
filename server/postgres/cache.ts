import { accessSync, chmodSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileError } from '../machine/file-error.ts'
import { makeFolder } from '../machine/make-folder.ts'
import { baseFolder, isReachable } from './run-folder.ts'
import { serverUser } from './server-user.ts'

/** Where fetched and copied binaries stay between runs; the user that runs Postgres can reach it. */
export function cacheFolder(): string {
  const chosen = process.env['REBASELINE_CACHE']
  const own = serverUser() ? '/var/cache/rebaseline' : join(userCache(), 'rebaseline')
  const [wanted, ...others] = [...(chosen ? [chosen] : []), own, join(baseFolder(), 'cache')]
  const folder = [wanted, ...others].find(isUsable)
  if (folder !== undefined) return folder
  throw fileError('keep the Postgres binaries', wanted ?? own, { code: 'EACCES' })
}

function isUsable(folder: string | undefined): boolean {
  if (folder === undefined) return false
  try {
    makeFolder(folder)
    if (serverUser()) chmodSync(folder, 0o755)
    accessSync(folder, constants.W_OK)
    return isReachable(folder)
  } catch {
    return false
  }
}

function userCache(): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  if (process.platform === 'win32') {
    return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local')
  }
  return process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}
