import type { ScriptPart } from '../postgres/statements.ts'
import type { Model } from '../../shared/model.ts'

/**
 * Under the empty search_path that a dump sets, what can't name its operator finds Postgres's own: citext compares as
 * text then, and the text of the dump is the same whether its database meant that or not.
 */
export function hiddenOperators(parts: readonly ScriptPart[], model: Model): string[] {
  const types = typesInUse(model)
  if (types.length === 0) return []
  const doubtful = parts.filter(({ text }) => UNNAMED.test(text) && !LATER.test(text))
  const [first] = doubtful
  if (!first) return []
  const heads = doubtful.slice(0, MOST).map(({ text }) => text.split(/\s+\(|\n/)[0] ?? '')
  const more = doubtful.length - heads.length
  return [
    `operators that a dump does not show: whatever compares ${types.join(', ')} by IS DISTINCT FROM, NULLIF, CASE, IN or JOIN USING may mean another operator than in the database it was made of (${heads.join('; ')}${more > 0 ? `; and ${more} more` : ''})`,
  ]
}

const MOST = 5

/** What finds an operator by itself. */
const UNNAMED =
  /\bis\s+(?:not\s+)?distinct\s+from\b|\bnullif\s*\(|\bcase\s+(?!when\b)|\bin\s*\(|\busing\s*\(/i

/** What is no definition, or whose body is read when it runs. */
const LATER =
  /^(?:insert|copy|select|comment|do)\b|^create\s+(?:or\s+replace\s+)?(?:function|procedure)\b(?![^]*\bbegin\s+atomic\b)/i

/** Types of columns and domains that have an `=` of their own outside of pg_catalog. */
function typesInUse(model: Model): string[] {
  const own = new Set<string>()
  const used = new Set<string>()
  for (const { attributes } of model.objects.values()) {
    if (typeof attributes['type'] === 'string') used.add(attributes['type'].replace(/\[\]$/, ''))
    const { members } = attributes
    for (const member of Array.isArray(members) ? members : []) {
      const [, type] = EQUALS.exec(String(member)) ?? []
      if (type !== undefined) own.add(type)
    }
  }
  for (const { address } of model.unmodeled) {
    const [type] = address.args
    if (address.type === 'operator' && address.names.at(-1) === '=' && type) own.add(type)
  }
  return [...own].filter((type) => used.has(type)).sort()
}

const EQUALS = /^operator \S+\.=\((.+),\1\)(?: |$)/
