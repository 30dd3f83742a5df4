/** A piece of an expression: what stands around its literals, or one of them as it is printed. */
export type ExpressionPart =
  { readonly text: string } | { readonly literal: string; readonly type: 'quoted' | 'number' }

const QUOTED = String.raw`'(?:[^']|'')*'`
const DIGITS = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`
/** A negative number is printed as a quoted one with its type. */
const NUMBER = String.raw`'-?${DIGITS}'::(?:integer|numeric)\b(?!\()|(?<![\w."$])${DIGITS}(?![\w."])`

const LITERALS = new RegExp(QUOTED, 'g')
const LITERALS_AND_NUMBERS = new RegExp(`(?<number>${NUMBER})|${QUOTED}`, 'g')

/** Whether bare numbers count as literals: they do in an expression, not in `varchar(30)`. */
export type NumbersToo = 'with numbers' | 'quoted only'

/** Takes an expression apart at its quoted literals, and at its bare numbers where those count. */
export function cutLiterals(expression: string, numbers: NumbersToo): readonly ExpressionPart[] {
  const parts: ExpressionPart[] = []
  let end = 0
  const pattern = numbers === 'with numbers' ? LITERALS_AND_NUMBERS : LITERALS
  for (const match of expression.matchAll(pattern)) {
    parts.push({ text: expression.slice(end, match.index) })
    const type = match.groups?.['number'] === undefined ? 'quoted' : 'number'
    parts.push({ literal: match[0], type })
    end = match.index + match[0].length
  }
  parts.push({ text: expression.slice(end) })
  return parts
}
