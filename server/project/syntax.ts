/** A part of a parsed source. */
export type Node = Readonly<Record<string, unknown>> & { readonly type: string }

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** The first argument of a call. */
export const firstOf = (node: Node): unknown => argumentsOf(node)[0]

export const argumentsOf = (node: Node): readonly unknown[] => node['arguments'] as unknown[]

/** A text that is written out. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type !== 'TemplateLiteral' || (node['expressions'] as unknown[]).length > 0) {
    return undefined
  }
  const [only] = node['quasis'] as { value: { cooked: string } }[]
  return only?.value.cooked
}

/** The name that stands there as such. */
export const nameOf = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Identifier' ? String(node['name']) : undefined

/** `f` in `f()` and `a.f()`. */
export function calledName({ callee }: Node): string {
  if (isNode(callee) && callee.type === 'MemberExpression') return nameOf(callee['property']) ?? ''
  return nameOf(callee) ?? ''
}

/** `import.meta` */
export const isMeta = (node: unknown): boolean => isNode(node) && node.type === 'MetaProperty'

/** `new URL(…, import.meta.url)`: what it names is looked at by itself. */
export function isOwnUrl(node: unknown): node is Node {
  if (!isNode(node) || node.type !== 'NewExpression' || nameOf(node['callee']) !== 'URL')
    return false
  return isMember(argumentsOf(node)[1], 'url') && isMeta((argumentsOf(node)[1] as Node)['object'])
}

/** `a.name`, of whatever. */
export const isMember = (node: unknown, name: string): node is Node =>
  isNode(node) && node.type === 'MemberExpression' && nameOf(node['property']) === name
