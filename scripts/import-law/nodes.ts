interface AnyNode {
  readonly type: string
  readonly name: string
  readonly value: unknown
  readonly object: object
  readonly property: object
  readonly expression: object
  readonly literal: object
  readonly quasis: readonly { readonly value: { readonly cooked: string | null } }[]
}

/** The text of a string literal or of a template without holes. */
export function textOf(node: object): string | undefined {
  const { type, value, quasis, literal } = node as Partial<AnyNode>
  if (type === 'Literal' && typeof value === 'string') return value
  if (type === 'TSLiteralType' && literal) return textOf(literal)
  if (type === 'TemplateLiteral' && quasis?.length === 1)
    return quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** `a.b` for an identifier or a member of one; empty for anything else. */
export function nameOf(node: object): string {
  const { type, name, object, property, expression } = node as Partial<AnyNode>
  if (type === 'Identifier' && name !== undefined) return name
  if (type === 'ChainExpression' && expression) return nameOf(expression)
  if (type !== 'MemberExpression' || !object || !property) return ''
  return `${nameOf(object)}.${textOf(property) ?? nameOf(property)}`
}

/** `kind` for `kind`, `'kind'`, `object.kind` and `find(key)?.kind`. */
export const contextOf = (node: object): string => textOf(node) ?? nameOf(node).replace(/^.*\./, '')

/** `process.exit` and its like; binding one counts as calling it. */
export const callsExit = (node: object): boolean =>
  /^(globalThis\.)?process\.(exit|abort|reallyExit)$/.test(nameOf(node))
