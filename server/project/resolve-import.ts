import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { importCandidates } from './import-candidates.ts'
import type { Project } from './project.ts'

/** Where the name in an import leads: to a package, to a file of the project, or nobody can tell. */
type Target =
  | { readonly to: 'package' }
  | { readonly to: 'file'; readonly path: string }
  | { readonly to: 'unknown' }

const PACKAGE: Target = { to: 'package' }
const UNKNOWN: Target = { to: 'unknown' }

/** Follows the imports of a project: relative ones, and those that its tsconfig.json gives a path. */
export class ImportResolver {
  readonly #project: Project
  readonly #paths: readonly PathRule[]

  constructor(project: Project) {
    this.#project = project
    this.#paths = pathRules(join(project.folder, 'tsconfig.json'))
  }

  /** `from` is the absolute path of the file that imports. */
  target(name: string, from: string): Target {
    if (/^\.{1,2}(?:\/|$)/.test(name)) return fileAt(resolve(dirname(from), withoutQuery(name)))
    if (name.startsWith('file:')) return atUrl(name)
    // No file of the project.
    if (/^(?:data|https?):/.test(name)) return PACKAGE
    if (isAbsolute(name)) return fileAt(name)
    // Kysely is given to a project that has none.
    if (isBuiltin(name) || /^kysely(?:\/|$)/.test(name)) return PACKAGE
    for (const candidate of this.#byRules(name)) {
      const found = fileAt(candidate)
      if (found.to === 'file') return found
    }
    return this.#isPackage(name, from) ? PACKAGE : UNKNOWN
  }

  #byRules(name: string): string[] {
    return this.#paths.flatMap(({ before, after, targets }) => {
      const isMeant =
        after === null
          ? name === before
          : name.startsWith(before) &&
            name.endsWith(after) &&
            name.length >= before.length + after.length
      if (!isMeant) return []
      const middle = after === null ? '' : name.slice(before.length, name.length - after.length)
      return targets.map((target) => target.replace('*', () => middle))
    })
  }

  /** One that is installed, and not a link to a folder of the same workspace. */
  #isPackage(name: string, from: string): boolean {
    if (!PACKAGE_NAME.test(name)) return false
    const [scope = '', rest = ''] = name.split('/')
    const own = scope.startsWith('@') ? join(scope, rest) : scope
    if (own === this.#project.name) return false
    for (let folder = dirname(from); ; folder = dirname(folder)) {
      const place = join(folder, 'node_modules', own)
      if (existsSync(place)) return isInstalled(place, join(folder, 'node_modules'))
      // Yarn keeps packages in archives, and says here where.
      if (existsSync(join(folder, '.pnp.cjs'))) return true
      if (folder === dirname(folder)) return false
    }
  }
}

function isInstalled(place: string, modules: string): boolean {
  const path = realpathSync(place)
  return path.split(sep).includes('node_modules') || path.startsWith(realpathSync(modules) + sep)
}

const PACKAGE_NAME = /^(?:@[\w~-][\w.~-]*\/)?[\w][\w.~-]*(?:\/|$)/
const withoutQuery = (name: string): string => name.replace(/[?#].*$/, '')

function fileAt(path: string): Target {
  const found = importCandidates(path).find(isFile)
  return found === undefined ? UNKNOWN : { to: 'file', path: found }
}

/** What can't be looked at, such as a name that no file can have, is none. */
function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return false
  }
}

function atUrl(name: string): Target {
  try {
    return fileAt(fileURLToPath(name))
  } catch {
    return UNKNOWN
  }
}

interface PathRule {
  readonly before: string
  /** Null where the name is meant as it stands. */
  readonly after: string | null
  /** Absolute; `*` stands for what the name has there. */
  readonly targets: readonly string[]
}

interface Config {
  readonly extends?: unknown
  readonly compilerOptions?: { readonly baseUrl?: unknown; readonly paths?: unknown }
}

/** `paths` and `baseUrl` of a tsconfig.json, or of the one of the project that it extends. */
function pathRules(file: string, depth: number = 0): readonly PathRule[] {
  const config = readConfig(file)
  if (!config) return []
  const { baseUrl, paths } = config.compilerOptions ?? {}
  const base = resolve(dirname(file), typeof baseUrl === 'string' ? baseUrl : '.')
  const own = Object.entries((paths ?? {}) as Readonly<Record<string, unknown>>).map(
    ([pattern, targets]): PathRule => {
      const [before = '', after = null] = pattern.split('*')
      const all = Array.isArray(targets)
        ? targets.map((target) => resolve(base, String(target)))
        : []
      return { before, after, targets: all }
    },
  )
  const bare =
    typeof baseUrl === 'string' ? [{ before: '', after: '', targets: [join(base, '*')] }] : []
  if (own.length + bare.length > 0 || depth > 5) return [...own, ...bare]
  const above = config.extends
  if (typeof above !== 'string' || !above.startsWith('.')) return []
  const path = resolve(dirname(file), above)
  return pathRules(path.endsWith('.json') ? path : `${path}.json`, depth + 1)
}

/** With its comments and last commas it is an expression of TypeScript. */
function readConfig(file: string): Config | null {
  try {
    const { program, errors } = parseSync('config.ts', `(${readFileSync(file, 'utf8')})`)
    const [statement] = program.body
    if (errors.length > 0 || statement?.type !== 'ExpressionStatement') return null
    return valueOf(statement.expression as unknown as Part) as Config
  } catch {
    return null
  }
}

interface Part {
  readonly type: string
  readonly expression?: Part
  readonly elements?: readonly Part[]
  readonly properties?: readonly { readonly key?: Part; readonly value?: Part }[]
  readonly value?: unknown
}

function valueOf(part: Part): unknown {
  if (part.type === 'ParenthesizedExpression' && part.expression) return valueOf(part.expression)
  if (part.type === 'ArrayExpression') return part.elements?.map(valueOf)
  if (part.type !== 'ObjectExpression') return part.value
  const pairs = part.properties?.map(({ key, value }) => [key?.value, value && valueOf(value)])
  return Object.fromEntries(pairs ?? [])
}
