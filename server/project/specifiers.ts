import { parseSync } from 'oxc-parser'

/** What a source loads while it runs; what is imported as a type alone is not loaded. */
interface Loaded {
  /** As they are written: `kysely`, `../helper.ts`. */
  readonly names: readonly string[]
  /** Why there may be more than that, as the end of a sentence: `reads files`. */
  readonly doubts: readonly string[]
}

/** Without one of these words nothing is loaded: a seed may be larger than a parser can hold. */
const LOADS =
  /\bimport\b|\brequire\b|\bcreateRequire\b|\bexport\s*[*{]|\b(?:readFile|readdir|createReadStream)|\bFileMigrationProvider\b/
const KYSELY =
  /^(?:import (?:type )?\{[\w\s,]*\} from ['"]kysely['"]|const \{[\w\s,:]*\} = require\(['"]kysely['"]\));?$/gm

/** Finds what a source loads: by import, re-export, `import()`, `require`, `import.meta.resolve`, `new URL(…, import.meta.url)`. */
export function loadedBy(file: string, text: string): Loaded {
  if (!LOADS.test(text.replace(KYSELY, ''))) return { names: [], doubts: [] }
  const found = new Finder()
  try {
    const { program, errors } = parseSync(file, text)
    if (errors.length > 0) return { names: [], doubts: ['can’t be read as TypeScript'] }
    found.look(program as unknown as Node)
  } catch {
    return { names: [], doubts: ['is too large to be looked through'] }
  }
  return { names: [...found.names], doubts: [...found.doubts] }
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

class Finder {
  readonly names = new Set<string>()
  readonly doubts = new Set<string>()
  /** What the file calls `require`, that of `createRequire` included. */
  readonly #requires = new Set(['require'])

  look(node: Node): void {
    this.#own(node)
    for (const value of Object.values(node)) {
      for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) this.look(part)
    }
  }

  #own(node: Node): void {
    switch (node.type) {
      case 'ImportDeclaration':
        if (node['importKind'] !== 'type') this.#add(node['source'])
        return
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        if (node['exportKind'] !== 'type' && node['source']) this.#add(node['source'])
        return
      case 'ImportExpression':
        this.#add(node['source'])
        return
      case 'TSImportEqualsDeclaration': {
        const reference = node['moduleReference']
        if (isNode(reference) && reference.type === 'TSExternalModuleReference') {
          this.#add(reference['expression'])
        }
        return
      }
      case 'VariableDeclarator':
        if (isNode(node['id']) && isCallOf(node['init'], 'createRequire')) {
          this.#requires.add(String(node['id']['name']))
        }
        return
      case 'CallExpression':
        if (this.#isLoader(node['callee'])) this.#add(firstOf(node))
        if (READERS.test(calledName(node)) && !isOwnUrl(firstOf(node)))
          this.doubts.add('reads files')
        return
      case 'NewExpression':
        if (calledName(node) === 'FileMigrationProvider') this.doubts.add('reads a folder')
        if (isOwnUrl(node)) this.#add(firstOf(node))
    }
  }

  #isLoader(callee: unknown): boolean {
    if (isCallOf(callee, 'createRequire')) return true
    const name = nameOf(callee)
    if (name !== undefined) return this.#requires.has(name)
    if (!isNode(callee) || callee.type !== 'MemberExpression') return false
    const [object, property] = [callee['object'], nameOf(callee['property'])]
    if (property === 'resolve') {
      return isMeta(object) || this.#requires.has(nameOf(object) ?? '')
    }
    return property === 'require'
  }

  #add(node: unknown): void {
    const text = textOf(node)
    if (text === undefined) this.doubts.add('computes what it loads')
    else this.names.add(text)
  }
}

const READERS = /^(?:readFile|readdir|createReadStream)(?:Sync)?$/

/** `f` in `f()` and `a.f()`. */
function calledName({ callee }: Node): string {
  if (isNode(callee) && callee.type === 'MemberExpression') return nameOf(callee['property']) ?? ''
  return nameOf(callee) ?? ''
}

/** `new URL(…, import.meta.url)`: what it names is looked at by itself. */
function isOwnUrl(node: unknown): boolean {
  if (!isNode(node) || node.type !== 'NewExpression' || nameOf(node['callee']) !== 'URL')
    return false
  return isMetaUrl((node['arguments'] as unknown[])[1])
}

const firstOf = (node: Node): unknown => (node['arguments'] as unknown[])[0]

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type !== 'TemplateLiteral' || (node['expressions'] as unknown[]).length > 0) {
    return undefined
  }
  const [only] = node['quasis'] as { value: { cooked: string } }[]
  return only?.value.cooked
}

const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined

function isCallOf(node: unknown, name: string): boolean {
  if (!isNode(node) || node.type !== 'CallExpression') return false
  const callee = node['callee']
  if (nameOf(callee) === name) return true
  return isNode(callee) && callee.type === 'MemberExpression' && nameOf(callee['property']) === name
}

const isMeta = (node: unknown): boolean => isNode(node) && node.type === 'MetaProperty'

const isMetaUrl = (node: unknown): boolean =>
  isNode(node) &&
  node.type === 'MemberExpression' &&
  isMeta(node['object']) &&
  nameOf(node['property']) === 'url'
