import type * as ESTree from 'oxc-parser'
import { parseSync } from 'oxc-parser'
import { languageOf, type Language } from '../baseline/migration-form.ts'

interface Range {
  readonly start: number
  readonly end: number
}

/** Where things stand in the text of a migration. */
export interface MigrationText {
  readonly text: string
  /** What `up` calls its first argument. */
  readonly db: string
  /** What the file calls Kysely's `sql`; undefined where it doesn't import it. */
  readonly sql: string | undefined
  /** After the last import, where one more may stand; 0 without any. */
  readonly imports: number
  /** Between the braces of `up`. */
  readonly body: Range
  /** The statements of `up`. */
  readonly statements: readonly Range[]
  /** The same, as they were parsed. */
  readonly nodes: readonly Range[]
  /** What a function that the file names but once, to call it, calls its only argument, and its statements. */
  readonly helper: (name: string) => Helper | undefined
  /** Ranges of `up`'s statements that only decide whether and how it goes on: they stay in front. */
  readonly opening: number
  readonly isCommonJs: boolean
  readonly language: Language
}

/** A function of the file that takes the database, and what stands in it. */
export interface Helper {
  readonly db: string
  readonly nodes: readonly Range[]
}

/** What was found, or why nothing can be. */
export type ReadMigration = { readonly migration: MigrationText } | { readonly why: string }

type Callable = ESTree.Function | ESTree.ArrowFunctionExpression
type Program = ESTree.Program

/** Finds `up` in a migration, however it is written; says why where it can't. */
export function readMigration(file: string, text: string): ReadMigration {
  const language = languageOf(file)
  const { program, errors } = parseSync(file, text)
  const [error] = errors
  if (error) return { why: `it can't be read as ${language}: ${error.message}` }
  const up = upOf(program)
  if (!up) return { why: 'it has no function `up` of its own' }
  const [first] = up.params
  if (!first) return { why: 'its `up` takes no argument, so nothing to run statements with' }
  if (first.type !== 'Identifier') return { why: 'the first argument of its `up` has no name' }
  if (up.body?.type !== 'BlockStatement')
    return { why: 'its `up` is one expression, without braces' }
  const { body } = up.body
  const last = body.at(-1)
  if (last?.type === 'ReturnStatement') {
    return { why: 'its `up` ends with `return`, and nothing can come after that: make it `await`' }
  }
  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration')
  const isOpening = (statement: ESTree.Statement | ESTree.Directive): boolean =>
    statement.type === 'IfStatement'
      ? /\breturn\b/.test(text.slice(statement.start, statement.end))
      : /^\w+ = \w+\.withoutPlugins\(\)/.test(text.slice(statement.start, statement.end))
  const ordinary = body.findIndex((statement) => !isOpening(statement))
  const opening = body.slice(0, ordinary < 0 ? body.length : ordinary)
  return {
    migration: {
      text,
      db: first.name,
      sql: sqlOf(program),
      imports: imports.at(-1)?.end ?? 0,
      body: { start: up.body.start + 1, end: up.body.end - 1 },
      statements: body.map(({ start, end }) => ({ start, end })),
      nodes: body,
      helper: (name) => (namesIn(program, name) === 2 ? helperOf(named(name, program)) : undefined),
      opening: opening.at(-1)?.end ?? up.body.start + 1,
      language,
      isCommonJs:
        imports.length === 0 && !program.body.some(({ type }) => type.startsWith('Export')),
    },
  }
}

function namesIn(node: object, name: string): number {
  const { type, name: own } = node as { type?: string; name?: string }
  const parts = Object.values(node).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null ? [value] : [],
  )
  const inside = parts.reduce((sum, part) => sum + namesIn(part, name), 0)
  return inside + (type === 'Identifier' && own === name ? 1 : 0)
}

function helperOf(called: Callable | undefined): Helper | undefined {
  const [only, ...more] = called?.params ?? []
  if (only?.type !== 'Identifier' || more.length > 0) return undefined
  if (called?.body?.type !== 'BlockStatement') return undefined
  return { db: only.name, nodes: called.body.body }
}

function upOf(program: Program): Callable | undefined {
  for (const statement of program.body) {
    const found =
      statement.type === 'ExportNamedDeclaration'
        ? exported(statement, program)
        : statement.type === 'ExportDefaultDeclaration'
          ? member(statement.declaration, program)
          : statement.type === 'ExpressionStatement'
            ? assigned(statement.expression, program)
            : undefined
    if (found) return found
  }
  return undefined
}

function exported(node: ESTree.ExportNamedDeclaration, program: Program): Callable | undefined {
  if (node.declaration) return declared(node.declaration, 'up', program)
  if (node.source) return undefined
  for (const { local, exported: shown } of node.specifiers) {
    if (nameOf(shown) === 'up') return named(nameOf(local) ?? '', program)
  }
  return undefined
}

/** `exports.up = …`, `module.exports = { up }`. */
function assigned(node: ESTree.Expression, program: Program): Callable | undefined {
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression')
    return undefined
  const { object, property } = node.left
  const name = nameOf(property)
  if (nameOf(object) === 'module' && name === 'exports') return member(node.right, program)
  return name === 'up' ? callable(node.right, program) : undefined
}

/** `up` in an object: `{ async up(db) {…} }`, `{ up: … }`, `{ up }`. */
function member(node: object, program: Program): Callable | undefined {
  const bare = unwrapped(node)
  if (bare.type === 'Identifier') {
    const value = valueOf((bare as ESTree.IdentifierReference).name, program)
    return value && value !== node ? member(value, program) : undefined
  }
  if (bare.type !== 'ObjectExpression') return undefined
  for (const property of (bare as ESTree.ObjectExpression).properties) {
    if (property.type === 'Property' && !property.computed && nameOf(property.key) === 'up')
      return callable(property.value, program)
  }
  return undefined
}

function named(name: string, program: Program): Callable | undefined {
  for (const statement of program.body) {
    const found = declared(statement, name, program)
    if (found) return found
  }
  return undefined
}

function declared(node: object, name: string, program: Program): Callable | undefined {
  const { type } = node as { type: string }
  if (type === 'FunctionDeclaration') {
    const declaration = node as ESTree.Function
    return declaration.id?.name === name && declaration.body ? declaration : undefined
  }
  if (type !== 'VariableDeclaration') return undefined
  for (const { id, init } of (node as ESTree.VariableDeclaration).declarations) {
    if (id.type === 'Identifier' && id.name === name && init) return callable(init, program)
  }
  return undefined
}

function callable(node: object, program: Program): Callable | undefined {
  const bare = unwrapped(node)
  if (bare.type === 'FunctionExpression' || bare.type === 'ArrowFunctionExpression')
    return bare as Callable
  return bare.type === 'Identifier'
    ? named((bare as ESTree.IdentifierReference).name, program)
    : undefined
}

function valueOf(name: string, program: Program): object | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && id.name === name && init) return init
    }
  }
  return undefined
}

/** Without `as …`, `satisfies …` and brackets. */
function unwrapped(node: object): { readonly type: string } {
  const { type, expression } = node as { type: string; expression?: object }
  return expression && /^(TS\w+Expression|ParenthesizedExpression)$/.test(type)
    ? unwrapped(expression)
    : (node as { type: string })
}

const nameOf = (node: object): string | undefined => {
  const { type, name, value } = node as { type: string; name?: string; value?: unknown }
  if (type === 'Identifier') return name
  return type === 'Literal' && typeof value === 'string' ? value : undefined
}

function sqlOf(program: Program): string | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== 'kysely') continue
    if (statement.importKind === 'type') continue
    for (const specifier of statement.specifiers) {
      if (specifier.type === 'ImportNamespaceSpecifier') return `${specifier.local.name}.sql`
      if (specifier.type !== 'ImportSpecifier' || specifier.importKind === 'type') continue
      if (nameOf(specifier.imported) === 'sql') return specifier.local.name
    }
  }
  return undefined
}
