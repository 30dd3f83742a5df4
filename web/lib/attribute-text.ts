import type { AttributeValue } from '../../shared/model.ts'
import type { FindingView } from '../../shared/object.ts'

/** Both values of an attribute as texts that differ whenever the values do; undefined stands for SQL's null. */
export function attributeTexts(
  old: AttributeValue,
  rebuilt: AttributeValue,
): readonly [string | undefined, string | undefined] {
  const texts = [textOf(old), textOf(rebuilt)] as const
  if (texts[0] !== texts[1]) return texts
  return [JSON.stringify(old), JSON.stringify(rebuilt)]
}

/** One value as people read it; undefined stands for SQL's null and for a list of nothing. */
export function textOf(value: AttributeValue): string | undefined {
  if (value === null || (Array.isArray(value) && value.length === 0)) return undefined
  if (typeof value === 'object') return value.map((item) => JSON.stringify(item)).join('\n')
  return String(value)
}

/** What stands where one side has no value: the whole object, or row, is not there, or it has none. */
export function absentWord(
  { kind, change }: Pick<FindingView, 'kind' | 'change'>,
  attribute: string,
  side: 'old' | 'rebuilt',
): 'not there' | 'none' {
  const lacking = side === 'old' ? 'added' : 'missing'
  const isRow = kind === 'rows' && attribute.endsWith(`) ${lacking}`)
  return change === lacking || isRow ? 'not there' : 'none'
}

/** What differs, and of what one side has not at all what it is like on the other. */
export const shownAttributes = ({
  attributes,
  content,
  change,
}: Pick<FindingView, 'attributes' | 'content' | 'change'>): FindingView['attributes'] => [
  ...attributes,
  ...content
    .filter(({ name }) => !attributes.some((attribute) => attribute.name === name))
    .map(({ name, value }) =>
      change === 'added'
        ? { name, old: null, rebuilt: value }
        : { name, old: value, rebuilt: null },
    ),
]
