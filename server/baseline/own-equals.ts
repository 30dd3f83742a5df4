import type { Model } from '../../shared/model.ts'

/** Names, as columns have them, of types with an `=` of their own outside of pg_catalog, such as citext and hstore. */
export function typesWithOwnEquals(model: Model): ReadonlySet<string> {
  const own = new Set<string>()
  for (const { attributes, address } of model.objects.values()) {
    const [type] = address.args
    if (address.type === 'operator' && address.names.at(-1) === '=' && type) own.add(type)
    const { members } = attributes
    for (const member of Array.isArray(members) ? members : []) {
      const [, type] = EQUALS.exec(String(member)) ?? []
      if (type !== undefined) own.add(type)
    }
  }
  return own
}

/** A member of an extension: `operator public.=(public.citext,public.citext)`. */
const EQUALS = /^operator \S+\.=\((.+),\1\)(?: |$)/

/** What finds its operator by itself, since it has no way to name one; read without its search_path, it may find another. */
export const FINDS_OPERATOR =
  /\bis\s+(?:not\s+)?distinct\s+from\b|\bnullif\s*\(|\bcase\s+(?!when\b)|\bin\s*\(|\busing\s*\(/i

/** What of it prints alike whichever it found: elsewhere a cast is shown. */
export const HIDES_OPERATOR =
  /\bcase\s+(?!when\b)(?!\([^()]*\)::)|\bin\s*\(\s*select\b|\bjoin\b[^]*\busing\s*\(/i
