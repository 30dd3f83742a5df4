import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { textOf } from './text-of.ts'

/** No workspace keeps its packages deeper, or has more folders to look through. */
const DEEPEST = 6
const MOST_FOLDERS = 5_000

/** Folders of a workspace's packages by its own globs, sorted; below its root, with `/`. None where it is no workspace. */
export function packagesOf(root: string): readonly string[] {
  const globs = globsOf(root)
  const wanted = globs.filter((glob) => !glob.startsWith('!')).map(patternOf)
  const unwanted = globs
    .filter((glob) => glob.startsWith('!'))
    .map((glob) => patternOf(glob.slice(1)))
  if (wanted.length === 0) return []
  return foldersBelow(root).filter(
    (path) =>
      wanted.some((pattern) => pattern.test(path)) &&
      !unwanted.some((pattern) => pattern.test(path)) &&
      textOf(join(root, path, 'package.json')) !== undefined,
  )
}

/** What `package.json` (npm, yarn, bun) and `pnpm-workspace.yaml` say of where the packages are. */
function globsOf(root: string): readonly string[] {
  return [...manifestGlobs(textOf(join(root, 'package.json')) ?? ''), ...pnpmGlobs(root)]
}

function manifestGlobs(text: string): readonly string[] {
  try {
    const { workspaces } = JSON.parse(text) as { workspaces?: unknown }
    const listed = Array.isArray(workspaces)
      ? (workspaces as unknown[])
      : (workspaces as { packages?: unknown } | undefined)?.packages
    return Array.isArray(listed) ? listed.filter((glob) => typeof glob === 'string') : []
  } catch {
    return []
  }
}

/** The one list that is looked for in that file, in the two ways that YAML writes it. */
function pnpmGlobs(root: string): readonly string[] {
  const lines = (textOf(join(root, 'pnpm-workspace.yaml')) ?? '').split(/\r?\n/)
  const start = lines.findIndex((line) => /^packages\s*:/.test(line))
  if (start === -1) return []
  const [, flow] = /\[([^\]]*)\]/.exec(lines.slice(start).join(' ')) ?? []
  if (/^packages\s*:\s*\[/.test(lines[start] ?? ''))
    return (flow ?? '').split(',').flatMap(unquoted)
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => /^[^\s#-]/.test(line))
  return rest
    .slice(0, end === -1 ? rest.length : end)
    .flatMap((line) => unquoted(/^\s*-\s+(.*)$/.exec(line)?.[1] ?? ''))
}

function unquoted(written: string): readonly string[] {
  const [, , quoted, plain] = /^\s*(?:(['"])(.*?)\1|([^\s#'"]+))/.exec(written) ?? []
  const value = quoted ?? plain
  return value ? [value] : []
}

/** A glob of folders as a pattern: `*` within a name, `**` across folders, `{a,b}`; other signs stand for themselves. */
const patternOf = (glob: string): RegExp =>
  new RegExp(`^${sourceOf(glob.replace(/^\.?\//, '').replace(/\/+$/, ''))}$`)

const sourceOf = (glob: string): string =>
  glob.replaceAll(/\*\*\/?|[*?]|\{[^{}]*\}|[^*?{]+|\{/g, (part) => {
    if (SIGNS[part] !== undefined) return SIGNS[part]
    if (!part.startsWith('{') || part === '{') return part.replaceAll(/[.+^$()|[\]\\{}]/g, '\\$&')
    return `(?:${part.slice(1, -1).split(',').map(sourceOf).join('|')})`
  })

const SIGNS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
}

/** Folders below it that may hold packages; links are not followed. */
function foldersBelow(root: string): readonly string[] {
  const found: string[] = []
  for (let level = ['']; level.length > 0 && found.length < MOST_FOLDERS;) {
    const next = level.flatMap((folder) => foldersIn(root, folder))
    found.push(...next)
    level = next.filter((path) => path.split('/').length < DEEPEST)
  }
  return found.sort()
}

function foldersIn(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name))
      .map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
  } catch {
    return []
  }
}
