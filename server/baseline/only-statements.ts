import type { Program } from 'oxc-parser'
import { parseSync } from 'oxc-parser'
import { RebaselineError } from '../errors.ts'
import { frameOf, type MigrationForm } from './migration-form.ts'
import { migrationSource, type MigrationParts } from './migration-source.ts'
import { SEED_SETTINGS } from './seed.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

const NODES = words(`
  Program ImportDeclaration ImportSpecifier ExportNamedDeclaration FunctionDeclaration
  BlockStatement IfStatement ForOfStatement ReturnStatement ThrowStatement ExpressionStatement
  VariableDeclaration VariableDeclarator Identifier Literal TemplateLiteral TemplateElement
  TaggedTemplateExpression ChainExpression LogicalExpression AwaitExpression CallExpression
  MemberExpression NewExpression ArrayExpression ArrowFunctionExpression AssignmentExpression
  BinaryExpression UnaryExpression ObjectExpression Property ObjectPattern ArrayPattern
  TSTypeAnnotation TSTypeReference TSTypeParameterInstantiation TSAnyKeyword TSVoidKeyword
  ParenthesizedExpression
  TSTypeLiteral TSPropertySignature TSStringKeyword TSBooleanKeyword TSNumberKeyword
`)

/** What the frame of a migration names, settings of Postgres among it, and what builder calls call their argument. */
const NAMES = words(`
  Kysely Promise Object Error up down db sql settings before roles role lacking names name value
  locks room check_function_bodies search_path ${Object.keys(SEED_SETTINGS).join(' ')}
  col key unique
`)

/** Calls and properties of the frame, and of Kysely's builder where kinds use it. */
const MEMBERS = words(`
  isTransaction transaction execute withoutPlugins keys entries rows map join length room
  schema createSchema createType asEnum createTable addColumn notNull defaultTo
  generatedAlwaysAs stored modifyEnd modifyFront generatedAlwaysAsIdentity
  generatedByDefaultAsIdentity addPrimaryKeyConstraint addUniqueConstraint addCheckConstraint
  addForeignKeyConstraint onDelete onUpdate nullsNotDistinct createIndex unique on using
  columns where
`)

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/**
 * Refuses (`generated-refused`) a generated migration that does anything else than to send its statements, whatever the
 * names and texts in them hold. They are looked at one by one: a seed may be larger than a parser can hold.
 */
export function refuseOther(parts: MigrationParts, form: MigrationForm): void {
  // CommonJS has three lines of ours otherwise than a module, and what is let through here needs none of their words.
  const looked: MigrationForm =
    form.syntax === 'commonjs' ? { extension: '.js', syntax: 'module' } : form
  const file = looked.syntax === 'typescript' ? 'generated.ts' : 'generated.js'
  const { up } = frameOf(looked)
  onlySends(file, migrationSource({ ...parts, body: [] }, looked), 0)
  for (const part of parts.body) {
    const sent = /^\s*(?:\/\/.*)?$/.test(part) ? 0 : 1
    onlySends(file, `${up}\n${part}\n}`, sent)
  }
}

function onlySends(file: string, source: string, statements: number): void {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  const wrong = error
    ? `is no ${file.endsWith('.ts') ? 'TypeScript' : 'JavaScript'} (${error.message})`
    : (faultIn(program as unknown as Node) ??
      (sentBy(program) === statements ? undefined : 'is more than one statement'))
  if (wrong === undefined) return
  const shown = source.length > SHOWN ? `${source.slice(0, SHOWN)}…` : source
  throw new RebaselineError('generated-refused', {
    doing: 'write the migrations',
    happened: `what was generated ${wrong}:\n${shown}`,
  })
}

const SHOWN = 400

/** The first node that no statement needs, as a sentence's end. */
function faultIn(node: Node): string | undefined {
  const own = fault(node)
  if (own !== undefined) return own
  for (const value of Object.values(node)) {
    for (const part of Array.isArray(value) ? value : [value]) {
      const found = isNode(part) ? faultIn(part) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}

function fault(node: Node): string | undefined {
  if (!NODES.has(node.type)) return `holds ${node.type}`
  if (node.type === 'ImportDeclaration') {
    return (node['source'] as Node)['value'] === 'kysely' ? undefined : 'imports more than Kysely'
  }
  if (node.type === 'MemberExpression') {
    const { name = '', value } = node['property'] as { name?: string; value?: unknown }
    if (node['computed']) return value === 0 ? undefined : 'looks a member up'
    return MEMBERS.has(name) ? undefined : `uses ${name}`
  }
  if (node.type !== 'Identifier') return undefined
  const name = String(node['name'])
  return NAMES.has(name) || MEMBERS.has(name) ? undefined : `names ${name}`
}

/** How many statements `up` awaits; those that it begins and ends with stand in loops of their own. */
function sentBy({ body }: Program): number {
  const up = body.flatMap((node) =>
    node.type === 'ExportNamedDeclaration' &&
    node.declaration?.type === 'FunctionDeclaration' &&
    node.declaration.id?.name === 'up'
      ? (node.declaration.body?.body ?? [])
      : [],
  )
  const awaits = (node: (typeof up)[number]): boolean =>
    node.type === 'ExpressionStatement' && node.expression.type === 'AwaitExpression'
  return up.filter(awaits).length
}
