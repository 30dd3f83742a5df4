import { spawn } from 'node:child_process'

/** What git said; `absent` where there is no such program on this machine. */
export type GitAnswer =
  | { readonly status: 'done'; readonly output: string }
  | { readonly status: 'failed'; readonly message: string }
  | { readonly status: 'absent' }

const LIMIT_MILLISECONDS = 60_000

/** Asks git about a folder, in English and without locks; nothing that it is asked here changes anything. */
export function askGit(
  folder: string,
  words: readonly string[],
  input: string = '',
  limitMilliseconds: number = LIMIT_MILLISECONDS,
): Promise<GitAnswer> {
  const child = spawn('git', ['-c', 'core.quotePath=false', ...words], {
    cwd: folder,
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: limitMilliseconds,
  })
  let output = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  // A git that ends before it has read all of it says so by its exit code.
  child.stdin.on('error', () => {}).end(input)
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve(
        error.code === 'ENOENT'
          ? { status: 'absent' }
          : { status: 'failed', message: error.message },
      )
    })
    child.once('close', (code, signal) => {
      const message = said.trim().split('\n')[0] || `git ended with ${signal ?? code}`
      resolve(code === 0 ? { status: 'done', output } : { status: 'failed', message })
    })
  })
}

/** Within a hook these would lead git to another repository. */
const MISLEADING = new Set(['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX'])

/** What a partial clone lacks would be fetched: nothing that is asked here is worth the network. */
const OFFLINE = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' }

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !MISLEADING.has(name))
  return { ...Object.fromEntries(own), LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', ...OFFLINE }
}
