import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { cyclesOf } from './cycles.ts'
import { readModule, type Module } from './module.ts'
import { ROOMS } from './rooms.ts'
import { RULES, type Words } from './rules.ts'

export interface Judgement {
  readonly modules: number
  readonly imports: number
  /** One line each: where, what, and why it is forbidden. */
  readonly violations: readonly string[]
}

const NOTHING_CHECKED = `no module found in ${ROOMS.join(', ')}: nothing was checked`

/** Judges every TypeScript file of the rooms below a root. */
export function judge(root: string): Judgement {
  const modules = new Map<string, Module>()
  const violations: string[] = []
  for (const path of ROOMS.flatMap((room) => filesBelow(root, room))) {
    const read = readModule(path, readFileSync(join(root, path), 'utf8'))
    if ('module' in read) modules.set(path, read.module)
    else violations.push(`${path}: could not be parsed: ${read.problem}`)
  }
  if (modules.size === 0) {
    return { modules: 0, imports: 0, violations: [...violations, NOTHING_CHECKED] }
  }
  const words = readWords(root)
  for (const module of modules.values()) violations.push(...violationsOf(module, words))
  for (const cycle of cyclesOf(modules)) {
    violations.push(
      `no cycles: ${cycle.join(' → ')} (files of a circle can only be understood all at once)`,
    )
  }
  const imports = [...modules.values()].reduce((sum, module) => sum + module.imports.length, 0)
  return { modules: modules.size, imports, violations }
}

const violationsOf = (module: Module, words: Words): readonly string[] =>
  RULES.flatMap((rule) =>
    rule
      .check(module, words)
      .map(({ line, what }) => `${rule.name}: ${module.path}:${line} ${what} (${rule.reason})`),
  )

function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(root, path)
      return /\.tsx?$/.test(entry.name) ? [path] : []
    })
    .toSorted()
}

/** Read from the source, not imported: the law also judges copies. */
function readWords(root: string): Words {
  return {
    kinds: keysOf(root, 'shared/kinds.ts', 'KINDS'),
    differenceClasses: keysOf(root, 'shared/finding.ts', 'DIFFERENCE_CLASSES'),
  }
}

/** The keys of the object literal that a file exports under this name. */
function keysOf(root: string, path: string, name: string): ReadonlySet<string> {
  const source = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
  const keys = new Set<string>()
  for (const statement of parseSync(path, source).program.body) {
    if (statement.type !== 'ExportNamedDeclaration') continue
    if (statement.declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of statement.declaration.declarations) {
      if (id.type !== 'Identifier' || id.name !== name) continue
      const object = init?.type === 'TSAsExpression' ? init.expression : init
      if (object?.type !== 'ObjectExpression') continue
      for (const property of object.properties) {
        if (property.type !== 'Property') continue
        if (property.key.type === 'Identifier') keys.add(property.key.name)
        if (property.key.type === 'Literal') keys.add(String(property.key.value))
      }
    }
  }
  if (keys.size === 0)
    throw new Error(`${path} exports no object ${name}: the law can't know its words`)
  return keys
}
