import { parseSync, Visitor, type ParseResult } from 'oxc-parser'
import { callsExit, contextOf, nameOf, textOf } from './nodes.ts'
import { resolve } from './resolve.ts'

/** One import or re-export; `import()`, `require()` and `import('x').Type` included. */
export interface Import {
  /** Path from the root for a file of ours, `node:…` for Node's, else the package's name. */
  readonly target: string
  readonly line: number
  /** Gone after compiling. */
  readonly typeOnly: boolean
}

export interface StringLiteral {
  readonly value: string
  readonly line: number
  /** What it is said about: `kind` in `{ kind: 'table' }` and `x.kind === 'table'`, or nothing. */
  readonly context: string
}

/** What the law looks at in one file. */
export interface Module {
  /** From the root, with slashes. */
  readonly path: string
  readonly imports: readonly Import[]
  readonly strings: readonly StringLiteral[]
  /** Lines that end the process. */
  readonly exits: readonly number[]
  /** Nothing but re-exports. */
  readonly isBarrel: boolean
}

export type ReadModule = { readonly module: Module } | { readonly problem: string }

type Program = ParseResult['program']
type Start = { readonly start: number }
type LineOf = (offset: number) => number

/** Reads one TypeScript file; one that can't be parsed is a problem, never an empty module. */
export function readModule(path: string, source: string): ReadModule {
  const { program, errors } = parseSync(path, source)
  const [error] = errors
  if (error) return { problem: error.message }
  const lineOf = lineFinder(source)
  const module = {
    path,
    imports: importsOf(program, path, lineOf),
    strings: stringsOf(program, lineOf),
    exits: exitsOf(program, lineOf),
    isBarrel: isBarrel(program),
  }
  return { module }
}

function importsOf(program: Program, path: string, lineOf: LineOf): readonly Import[] {
  const found: Import[] = []
  const add = (source: object | null | undefined, start: number, typeOnly: boolean): void => {
    const specifier = source ? textOf(source) : undefined
    if (specifier === undefined) return
    found.push({ target: resolve(path, specifier), line: lineOf(start), typeOnly })
  }
  new Visitor({
    ImportDeclaration: ({ source, start, importKind, specifiers }) =>
      add(source, start, importKind === 'type' || areTypes(specifiers)),
    ExportNamedDeclaration: ({ source, start, exportKind, specifiers }) =>
      add(source, start, exportKind === 'type' || areTypes(specifiers)),
    ExportAllDeclaration: ({ source, start, exportKind }) =>
      add(source, start, exportKind === 'type'),
    ImportExpression: ({ source, start }) => add(source, start, false),
    TSImportType: ({ source, start }) => add(source, start, true),
    CallExpression: ({ callee, start, arguments: given }) => {
      if (nameOf(callee) === 'require') add(given[0], start, false)
    },
  }).visit(program)
  return found
}

const areTypes = (specifiers: readonly object[]): boolean =>
  specifiers.length > 0 &&
  specifiers.every((specifier) => {
    const { importKind, exportKind } = specifier as { importKind?: string; exportKind?: string }
    return importKind === 'type' || exportKind === 'type'
  })

function stringsOf(program: Program, lineOf: LineOf): readonly StringLiteral[] {
  const contexts = contextsOf(program)
  const found: StringLiteral[] = []
  const add = (node: Start): void => {
    const value = textOf(node)
    if (value === undefined) return
    found.push({ value, line: lineOf(node.start), context: contexts.get(node.start) ?? '' })
  }
  new Visitor({ Literal: add, TemplateLiteral: add }).visit(program)
  return found
}

/** What is said of the expression that starts at an offset. */
function contextsOf(program: Program): ReadonlyMap<number, string> {
  const contexts = new Map<number, string>()
  const set = (node: Start | null | undefined, context: string): void => {
    if (node) contexts.set(node.start, context)
  }
  new Visitor({
    Property: ({ key, value }) => {
      set(value, contextOf(key))
      set(key, 'key')
    },
    TSPropertySignature: ({ key, typeAnnotation }) =>
      set(typeAnnotation?.typeAnnotation, contextOf(key)),
    CallExpression: ({ callee, arguments: given }) => {
      if (/kind|child/i.test(nameOf(callee))) given.forEach((argument) => set(argument, 'kind'))
      // ['a', 'b'].includes(object.kind)
      const [about] = given
      if (callee.type !== 'MemberExpression' || !about) return
      if (callee.object.type !== 'ArrayExpression' || nameOf(callee.property) !== 'includes') return
      callee.object.elements.forEach((element) => set(element, contextOf(about)))
    },
    BinaryExpression: ({ left, right }) => {
      set(left, contextOf(right))
      set(right, contextOf(left))
    },
    SwitchStatement: ({ discriminant, cases }) =>
      cases.forEach(({ test }) => set(test, contextOf(discriminant))),
  }).visit(program)
  return contexts
}

function exitsOf(program: Program, lineOf: LineOf): readonly number[] {
  const found: number[] = []
  new Visitor({
    MemberExpression: (node) => {
      if (callsExit(node)) found.push(lineOf(node.start))
    },
  }).visit(program)
  return found
}

function isBarrel({ body }: Program): boolean {
  const isReExport = (statement: Program['body'][number]): boolean =>
    statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && !statement.declaration)
  return (
    body.some(isReExport) &&
    body.every((statement) => statement.type === 'ImportDeclaration' || isReExport(statement))
  )
}

function lineFinder(source: string): LineOf {
  const starts = [0]
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1))
    starts.push(at + 1)
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1
}
