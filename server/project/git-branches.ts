import { askGit, type GitAnswer } from './git.ts'

/** One file that a branch changes, by its path below the project; `blob` is what git calls its content there. */
export interface BranchFile {
  readonly change: 'added' | 'changed' | 'deleted' | 'renamed'
  readonly path: string
  /** Its path before, where it was renamed as it is. */
  readonly from: string | null
  readonly blob: string
}

/** A branch with commits that HEAD lacks, and what it changes since it left HEAD's history. */
export interface OpenBranch {
  /** `feature/x`, and `origin/feature/x` where that is at the same commit. */
  readonly names: readonly string[]
  readonly committedAt: string
  readonly read:
    | { readonly status: 'read'; readonly files: readonly BranchFile[] }
    | { readonly status: 'unknown'; readonly why: string }
}

/** All open branches that were looked at; `none` where git keeps no history here, `unknown` where it could not say. */
export type OpenBranches =
  | {
      readonly status: 'read'
      readonly branches: readonly OpenBranch[]
      /** How many older ones were left. */
      readonly left: number
      /** What git calls the contents of these folders at HEAD, by their paths below the project. */
      readonly here: ReadonlyMap<string, string>
    }
  | { readonly status: 'none' | 'unknown'; readonly why: string }

export interface BranchBounds {
  /** How many are looked at, the newest first. */
  readonly newest: number
  readonly limitMilliseconds: number
}

/** Reads local and remote-tracking branches, as this checkout knows them: nothing is fetched. */
export async function openBranches(
  folder: string,
  below: readonly string[],
  { newest, limitMilliseconds }: BranchBounds,
): Promise<OpenBranches> {
  const deadline = performance.now() + limitMilliseconds
  const ask = (words: readonly string[]): Promise<GitAnswer> =>
    askGit(folder, words, '', Math.max(1, Math.round(deadline - performance.now())))
  const prefix = await ask(['rev-parse', '--show-prefix'])
  if (prefix.status === 'absent') return { status: 'none', why: 'there is no git on this machine' }
  if (prefix.status === 'failed') {
    return /not a git repository/.test(prefix.message)
      ? { status: 'none', why: 'git does not keep this project' }
      : { status: 'unknown', why: prefix.message }
  }
  const head = await ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])
  if (head.status !== 'done') return { status: 'none', why: 'nothing is committed here yet' }
  const tree = await ask(['--literal-pathspecs', 'ls-tree', '-r', '-z', 'HEAD', '--', ...below])
  const listed = await ask(['for-each-ref', '--no-merged=HEAD', ...LISTING])
  if (tree.status !== 'done') return { status: 'unknown', why: messageOf(tree) }
  if (listed.status !== 'done') return { status: 'unknown', why: messageOf(listed) }
  const all = tipsOf(listed.output)
  const tips = all.slice(0, newest)
  const own = prefix.output.replace(/\n$/, '')
  const commit = head.output.trim()
  const branches = await each(tips, async ({ tip, names, committedAt }): Promise<OpenBranch> => {
    const words = ['--literal-pathspecs', 'diff', ...DIFFING, `${commit}...${tip}`, '--', ...below]
    const answer = await ask(words)
    if (answer.status === 'done') {
      return { names, committedAt, read: { status: 'read', files: filesOf(answer.output, own) } }
    }
    return { names, committedAt, read: { status: 'unknown', why: whyNot(answer, deadline) } }
  })
  return { status: 'read', branches, left: all.length - tips.length, here: blobsOf(tree.output) }
}

/** Names hold no space, and no name reaches a command line: branches are asked for by their commits. */
const LISTING = [
  '--sort=-committerdate',
  '--format=%(objectname) %(objecttype) %(committerdate:unix) %(refname) %(symref)',
  'refs/heads',
  'refs/remotes',
]
/** Whatever the configuration says, no program runs; only what is renamed as it is counts as renamed. */
const DIFFING = [
  '--raw',
  '-z',
  '--no-abbrev',
  '--find-renames=100%',
  '--no-relative',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
]

interface Tip {
  readonly tip: string
  readonly names: string[]
  readonly committedAt: string
}

/** A branch and its remote-tracking one at the same commit are one. */
function tipsOf(output: string): readonly Tip[] {
  const tips = new Map<string, Tip>()
  for (const line of output.split('\n')) {
    const [tip = '', type, seconds, name = '', symref] = line.split(' ')
    if (type !== 'commit' || symref) continue
    const short = name.replace(/^refs\/(?:heads|remotes)\//, '')
    const known = tips.get(tip)
    if (known) known.names.push(short)
    else {
      const committedAt = new Date(Number(seconds) * 1000).toISOString()
      tips.set(tip, { tip, names: [short], committedAt })
    }
  }
  return [...tips.values()]
}

const CHANGES: Readonly<Record<string, BranchFile['change']>> = {
  A: 'added',
  C: 'added',
  D: 'deleted',
  R: 'renamed',
}

/** `:mode mode blob blob status NUL path NUL`, and a second path where it was renamed; from the top of the checkout. */
function filesOf(output: string, prefix: string): readonly BranchFile[] {
  const fields = output.split('\0')
  const files: BranchFile[] = []
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, , , blob = '', status = ''] = (fields[index] ?? '').split(' ')
    const letter = status.slice(0, 1)
    const path = (at: number): string => (fields[at] ?? '').slice(prefix.length)
    const change = CHANGES[letter] ?? 'changed'
    if (letter === 'R' || letter === 'C') {
      const from = letter === 'R' ? path(index + 1) : null
      files.push({ change, path: path(index + 2), from, blob })
      index += 1
    } else files.push({ change, path: path(index + 1), from: null, blob })
  }
  return files
}

/** `mode type blob TAB path NUL`; `ls-tree` tells paths from where it is asked. */
const blobsOf = (output: string): ReadonlyMap<string, string> =>
  new Map(
    output.split('\0').flatMap((entry) => {
      const tab = entry.indexOf('\t')
      const blob = entry.slice(0, tab).split(' ')[2]
      return tab < 0 || blob === undefined ? [] : [[entry.slice(tab + 1), blob] as const]
    }),
  )

function whyNot(answer: GitAnswer, deadline: number): string {
  if (performance.now() >= deadline) return 'the time for it was over'
  const message = messageOf(answer)
  return /no merge base/.test(message)
    ? 'this clone holds no commit that it shares with HEAD: fetch the whole history (`git fetch --unshallow`, or `fetch-depth: 0` in a pipeline)'
    : message
}

const messageOf = (answer: GitAnswer): string =>
  answer.status === 'failed' ? answer.message : 'git is gone'

const AT_ONCE = 4

/** The same for each, a few at a time, in their order. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let from = 0; from < items.length; from += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(work))))
  }
  return results
}
