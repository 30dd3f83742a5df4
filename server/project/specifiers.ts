import { parseSync } from 'oxc-parser'
import { constantsOf, readFolderOf, type NamedFolder } from './read-folder.ts'
import {
  calledName,
  firstOf,
  isMeta,
  isNode,
  isOwnUrl,
  nameOf,
  textOf,
  type Node,
} from './syntax.ts'

/** What a source loads while it runs; what is imported as a type alone is not loaded. */
interface Loaded {
  /** As they are written: `kysely`, `../helper.ts`. */
  readonly names: readonly string[]
  /** Folders whose migrations a provider of Kysely loads. */
  readonly folders: readonly NamedFolder[]
  /** Why there may be more than that, as the end of a sentence: `reads files`. */
  readonly doubts: readonly string[]
}

/** Without one of these words nothing is loaded: a seed may be larger than a parser can hold. */
const LOADS =
  /\bimport\b|\brequire\b|\bcreateRequire\b|\bexport\s*[*{]|\b(?:readFile|readdir|createReadStream)|\bFileMigrationProvider\b/
const KYSELY =
  /^(?:import (?:type )?\{[\w\s,]*\} from ['"]kysely['"]|const \{[\w\s,:]*\} = require\(['"]kysely['"]\));?$/gm

const NOTHING: Loaded = { names: [], folders: [], doubts: [] }

/** Finds what a source loads: by import, re-export, `import()`, `require`, `import.meta.resolve`, `new URL(…, import.meta.url)`. */
export function loadedBy(file: string, text: string): Loaded {
  if (!LOADS.test(text.replace(KYSELY, ''))) return NOTHING
  const found = new Finder()
  try {
    const { program, errors } = parseSync(file, text)
    if (errors.length > 0) return { ...NOTHING, doubts: ['can’t be read as TypeScript'] }
    const whole = program as unknown as Node
    found.constants = constantsOf(whole)
    found.look(whole)
  } catch {
    return { ...NOTHING, doubts: ['is too large to be looked through'] }
  }
  return { names: [...found.names], folders: found.folders, doubts: [...found.doubts] }
}

class Finder {
  readonly names = new Set<string>()
  readonly doubts = new Set<string>()
  readonly folders: NamedFolder[] = []
  constants: ReadonlyMap<string, unknown> = new Map()
  #functions = 0
  /** What the file calls `require`, that of `createRequire` included. */
  readonly #requires = new Set(['require'])

  look(node: Node): void {
    const isFunction = /Function/.test(node.type)
    if (isFunction) this.#functions += 1
    this.#own(node)
    for (const value of Object.values(node)) {
      for (const part of Array.isArray(value) ? value : [value]) if (isNode(part)) this.look(part)
    }
    if (isFunction) this.#functions -= 1
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
        if (calledName(node) === 'FileMigrationProvider') this.#addFolder(node)
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

  /** In a function a constant's name may mean an argument. */
  #addFolder(node: Node): void {
    const known = this.#functions === 0 ? this.constants : 'unknown'
    const folder = readFolderOf(firstOf(node), known)
    if (folder) this.folders.push(folder)
    else this.doubts.add('reads a folder')
  }

  #add(node: unknown): void {
    const text = textOf(node)
    if (text === undefined) this.doubts.add('computes what it loads')
    else this.names.add(text)
  }
}

const READERS = /^(?:readFile|readdir|createReadStream)(?:Sync)?$/

function isCallOf(node: unknown, name: string): boolean {
  if (!isNode(node) || node.type !== 'CallExpression') return false
  const callee = node['callee']
  if (nameOf(callee) === name) return true
  return isNode(callee) && callee.type === 'MemberExpression' && nameOf(callee['property']) === name
}
