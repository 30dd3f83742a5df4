import type { Statement } from '../kinds/kind.ts'
import { ident, literal } from '../kinds/sql.ts'
import type { Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'

/**
 * `IS DISTINCT FROM`, `IN`, `CASE` and `JOIN USING` can't name their operator: it is looked up, so the schemas whose
 * operators are used have to be in the path, and `public` since function bodies that run meanwhile rely on it.
 */
export function searchPath(model: Model): string {
  const schemas = new Set<string>()
  for (const object of model.objects.values()) {
    for (const reference of object.references) {
      const schema = schemaOfOperator(reference)
      if (schema !== undefined) schemas.add(schema)
    }
  }
  if (model.objects.has(keyOf({ type: 'schema', names: ['public'], args: [] }))) {
    schemas.add('public')
  }
  const path = [...schemas].filter((schema) => schema !== 'pg_catalog').sort()
  return path.map(ident).join(', ') || '""'
}

/** `operator public.=(public.citext,public.citext)`: the schema before the operator's name. */
function schemaOfOperator(reference: string): string | undefined {
  const found = /^operator (?:"((?:[^"]|"")+)"|([^" .]+))\./.exec(reference)
  return found?.[1]?.replaceAll('""', '"') ?? found?.[2]
}

const set = (name: string, value: string): Statement => ({
  sql: `SELECT pg_catalog.set_config('${name}', ${value}, true)`,
})

/** Statements of the schema among those of rows, whose transaction has another path: it is put back after them. */
export const underPath = (path: string, statements: readonly Statement[]): readonly Statement[] =>
  statements.length === 0
    ? []
    : [
        set('rebaseline.search_path', `pg_catalog.current_setting('search_path')`),
        set('search_path', literal(path)),
        ...statements,
        set('search_path', `pg_catalog.current_setting('rebaseline.search_path')`),
      ]
