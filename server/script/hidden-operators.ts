import { FINDS_OPERATOR, typesWithOwnEquals } from '../baseline/own-equals.ts'
import type { ScriptPart } from '../postgres/statements.ts'
import type { Model } from '../../shared/model.ts'

/**
 * Under the empty search_path that a dump sets, what can't name its operator finds Postgres's own: citext compares as
 * text then, and the text of the dump is the same whether its database meant that or not.
 */
export function hiddenOperators(parts: readonly ScriptPart[], model: Model): string[] {
  const types = typesInUse(model)
  if (types.length === 0) return []
  const doubtful = parts.filter(({ text }) => FINDS_OPERATOR.test(text) && !LATER.test(text))
  const [first] = doubtful
  if (!first) return []
  const heads = doubtful.slice(0, MOST).map(({ text }) => text.split(/\s+\(|\n/)[0] ?? '')
  const more = doubtful.length - heads.length
  return [
    `operators that a dump does not show: whatever compares ${types.join(', ')} by IS DISTINCT FROM, NULLIF, CASE, IN or JOIN USING may mean another operator than in the database it was made of (${heads.join('; ')}${more > 0 ? `; and ${more} more` : ''})`,
  ]
}

const MOST = 5

/** What is no definition, or whose body is read when it runs. */
const LATER =
  /^(?:insert|copy|select|comment|do)\b|^create\s+(?:or\s+replace\s+)?(?:function|procedure)\b(?![^]*\bbegin\s+atomic\b)/i

/** Of columns and domains. */
function typesInUse(model: Model): string[] {
  const own = typesWithOwnEquals(model)
  const used = [...model.objects.values()].flatMap(({ attributes: { type } }) =>
    typeof type === 'string' ? [type.replace(/\[\]$/, '')] : [],
  )
  return [...new Set(used)].filter((type) => own.has(type)).sort()
}
