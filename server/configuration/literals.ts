import { parseSync } from 'oxc-parser'

/** A value that stands in a source as it is; `unknown` where it would have to be run to be known. */
export type Literal =
  | { readonly is: 'value'; readonly value: string | number | boolean | null }
  | { readonly is: 'list'; readonly items: readonly Literal[] }
  | { readonly is: 'record'; readonly entries: ReadonlyMap<string, Literal> }
  | { readonly is: 'unknown'; readonly line: number }

type Node = Readonly<Record<string, unknown>> & { readonly type: string; readonly start: number }

/** What a module exports as its default, read and never run; undefined where it exports none, or is no module. */
export function defaultExport(file: string, text: string): Literal | undefined {
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) return undefined
  const body = program.body as unknown as readonly Node[]
  const found = body.find(({ type }) => type === 'ExportDefaultDeclaration')
  const assigned = body.map(assignedExports).find((node) => node !== undefined)
  const node = (found?.['declaration'] as Node | undefined) ?? assigned
  return node && read(node, text, body)
}

/** `module.exports = …` */
function assignedExports(node: Node): Node | undefined {
  const expression = node['expression'] as Node | undefined
  if (expression?.type !== 'AssignmentExpression') return undefined
  const left = expression['left'] as Node
  const [object, property] = [left['object'], left['property']] as (Node | undefined)[]
  const isExports = object?.['name'] === 'module' && property?.['name'] === 'exports'
  return isExports ? (expression['right'] as Node) : undefined
}

function read(node: Node, text: string, body: readonly Node[]): Literal {
  const within = (inner: unknown): Literal => read(inner as Node, text, body)
  switch (node.type) {
    case 'Literal':
      return 'regex' in node || 'bigint' in node
        ? unknownAt(node, text)
        : { is: 'value', value: node['value'] as string }
    case 'TemplateLiteral': {
      const [quasi, ...more] = node['quasis'] as readonly { value: { cooked: string } }[]
      return quasi && more.length === 0
        ? { is: 'value', value: quasi.value.cooked }
        : unknownAt(node, text)
    }
    case 'TSSatisfiesExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return within(node['expression'])
    case 'CallExpression': {
      // `defineConfig({ … })` only gives its argument a type.
      const [argument, ...more] = node['arguments'] as readonly Node[]
      const given = argument && more.length === 0 ? within(argument) : undefined
      // What another call gives, such as `env('DIR')`, is not its argument.
      return given?.is === 'record' ? given : unknownAt(node, text)
    }
    case 'Identifier':
      return constant(node, text, body) ?? unknownAt(node, text)
    case 'ArrayExpression': {
      const elements = node['elements'] as readonly (Node | null)[]
      return {
        is: 'list',
        items: elements.map((each) => (each ? within(each) : unknownAt(node, text))),
      }
    }
    case 'ObjectExpression':
      return record(node, text, within)
    default:
      return unknownAt(node, text)
  }
}

function record(node: Node, text: string, within: (inner: unknown) => Literal): Literal {
  const entries = new Map<string, Literal>()
  for (const property of node['properties'] as readonly Node[]) {
    const key = property['key'] as Node | undefined
    const name = key?.['name'] ?? key?.['value']
    if (typeof name !== 'string' || property['computed'] === true) return unknownAt(property, text)
    entries.set(name, within(property['value']))
  }
  return { is: 'record', entries }
}

/** `const config = { … }` beside it. */
function constant({ name }: Node, text: string, body: readonly Node[]): Literal | undefined {
  for (const node of body) {
    if (node.type !== 'VariableDeclaration' || node['kind'] !== 'const') continue
    for (const declared of node['declarations'] as readonly Node[]) {
      const init = declared['init'] as Node | null
      const isIt = (declared['id'] as Node)['name'] === name
      // One that names another is not followed further.
      if (isIt && init) return init.type === 'Identifier' ? undefined : read(init, text, body)
    }
  }
  return undefined
}

const unknownAt = ({ start }: Node, text: string): Literal => ({
  is: 'unknown',
  line: text.slice(0, start).split('\n').length,
})

/** What a literal stands for; the first part of it that would have to be run, where there is one. */
export function plainOf(
  literal: Literal,
): { readonly value: unknown } | (Literal & { readonly is: 'unknown' }) {
  switch (literal.is) {
    case 'unknown':
      return literal
    case 'value':
      return { value: literal.value }
    case 'list': {
      const items = literal.items.map(plainOf)
      return items.find(isUnknown) ?? { value: items.map((each) => 'value' in each && each.value) }
    }
    case 'record': {
      const entries = [...literal.entries].map(([name, each]) => [name, plainOf(each)] as const)
      return (
        entries.map(([, each]) => each).find(isUnknown) ?? {
          value: Object.fromEntries(
            entries.map(([name, each]) => [name, 'value' in each && each.value]),
          ),
        }
      )
    }
  }
}

const isUnknown = (
  found: ReturnType<typeof plainOf>,
): found is Literal & { readonly is: 'unknown' } => 'is' in found
