import type { AttributeValue } from '../../shared/model.ts'

const CLIPPED = 160
const LEAD = 40
const UNSEEN = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Nothing from a database may steer a terminal or hide in it: such characters are written as escapes. */
export const visible = (text: string): string =>
  text.replace(
    UNSEEN,
    (char) => SHORT[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  )

/** Lines stay lines; within them nothing hides. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n')

/** Both values of an attribute, each on one line: texts that differ whenever the values do, shown where they differ. */
export function visiblePair(
  old: AttributeValue,
  rebuilt: AttributeValue,
): readonly [string, string] {
  const plain = [plainText(old), plainText(rebuilt)] as const
  const [left, right] = plain[0] === plain[1] ? [exactText(old), exactText(rebuilt)] : plain
  const start = commonStart(left, right)
  return [clip(left, start), clip(right, start)]
}

function plainText(value: AttributeValue): string {
  if (typeof value !== 'string') return exactText(value)
  return /^$|^ | $/.test(value) ? exactText(value) : visible(value)
}

const exactText = (value: AttributeValue): string => visible(JSON.stringify(value))

function commonStart(left: string, right: string): number {
  let start = 0
  while (start < left.length && left[start] === right[start]) start += 1
  return start
}

/** A long value is cut, so that what differs can still be read. */
function clip(text: string, start: number): string {
  if (text.length <= CLIPPED) return text
  const from = start + LEAD < CLIPPED ? 0 : boundary(text, start - LEAD)
  const to = boundary(text, from + CLIPPED)
  return `${from === 0 ? '' : '…'}${text.slice(from, to)}${to < text.length ? '…' : ''}`
}

/** Not between the halves of one character. */
const boundary = (text: string, index: number): number =>
  /[\udc00-\udfff]/.test(text.charAt(index)) ? index - 1 : index
