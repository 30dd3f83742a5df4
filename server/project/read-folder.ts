import {
  argumentsOf,
  calledName,
  firstOf,
  isMember,
  isMeta,
  isNode,
  isOwnUrl,
  nameOf,
  textOf,
  type Node,
} from './syntax.ts'

/** A folder as a source names it, without running it. */
export interface NamedFolder {
  readonly from: 'the file' | 'the working directory'
  readonly path: readonly string[]
}

/** What the names at the top of a module stand for; undefined of one that is no constant of its own. */
export function constantsOf(program: Node): ReadonlyMap<string, unknown> {
  const constants = new Map<string, unknown>()
  for (const statement of program['body'] as Node[]) {
    const said = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement
    if (!isNode(said)) continue
    if (said.type === 'ImportDeclaration') {
      for (const { local } of said['specifiers'] as Node[]) {
        constants.set(nameOf(local) ?? '', undefined)
      }
    }
    if (said.type !== 'VariableDeclaration') continue
    for (const { id, init } of said['declarations'] as Node[]) {
      constants.set(nameOf(id) ?? '', said['kind'] === 'const' ? init : undefined)
    }
  }
  return constants
}

/** What Kysely's provider is given as `migrationFolder`; undefined where it would have to be run to be known. */
export function readFolderOf(
  options: unknown,
  constants: ReadonlyMap<string, unknown> | 'unknown',
): NamedFolder | undefined {
  if (!isNode(options) || options.type !== 'ObjectExpression') return undefined
  const members = options['properties'] as Node[]
  // What is spread may name another.
  if (members.some(({ type, computed }) => type !== 'Property' || computed === true)) {
    return undefined
  }
  const named = members.filter(({ key }) => (nameOf(key) ?? textOf(key)) === 'migrationFolder')
  return named.length === 1 ? folderOf(named[0]?.['value'], constants) : undefined
}

function folderOf(
  node: unknown,
  constants: ReadonlyMap<string, unknown> | 'unknown',
): NamedFolder | undefined {
  const name = nameOf(node)
  if (name !== undefined) {
    if (constants === 'unknown') return undefined
    if (name === '__dirname' && !constants.has(name)) return THE_FILES
    const left = new Map([...constants].map(([each, is]) => [each, each === name ? undefined : is]))
    return folderOf(constants.get(name), left)
  }
  const text = textOf(node)
  if (text !== undefined) return { from: 'the working directory', path: [text] }
  if (isMember(node, 'dirname') && isMeta(node['object'])) return THE_FILES
  if (isMember(node, 'pathname')) return urlOf(node['object'])
  if (!isNode(node) || node.type !== 'CallExpression') return undefined
  const [first, ...others] = argumentsOf(node)
  switch (calledName(node)) {
    case 'cwd':
      return { from: 'the working directory', path: [] }
    case 'fileURLToPath':
      return urlOf(first)
    case 'dirname':
      return isOwnPath(first) ? THE_FILES : undefined
    case 'join':
    case 'resolve': {
      const start = folderOf(first, constants)
      const rest = others.map(textOf)
      // What begins at the root means another thing to each of the two.
      const isPlain = rest.every((each) => each !== undefined && !each.startsWith('/'))
      if (!start || !isPlain) return undefined
      return { ...start, path: [...start.path, ...rest.flatMap((each) => each ?? [])] }
    }
    default:
      return undefined
  }
}

const THE_FILES: NamedFolder = { from: 'the file', path: [] }

/** `fileURLToPath(import.meta.url)` */
function isOwnPath(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'CallExpression') return false
  const url = firstOf(node)
  return calledName(node) === 'fileURLToPath' && isMember(url, 'url') && isMeta(url['object'])
}

function urlOf(node: unknown): NamedFolder | undefined {
  const text = isOwnUrl(node) ? textOf(firstOf(node)) : undefined
  // Another kind of name is written otherwise in a URL.
  if (text === undefined || !/^\.{1,2}(?:\/[\w.-]*)*$/.test(text)) return undefined
  return { from: 'the file', path: [text] }
}
