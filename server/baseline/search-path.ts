import { HIDES_OPERATOR } from './own-equals.ts'
import type { Statement } from '../kinds/kind.ts'
import { ident, literal } from '../kinds/sql.ts'
import type { Model } from '../../shared/model.ts'
import { addressOf, keyOf } from '../../shared/model.ts'

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
    for (const needed of object.dependsOn) {
      if (isOperator(needed)) schemas.add(addressOf(needed).names[0] ?? '')
    }
  }
  if (model.objects.has(keyOf({ type: 'schema', names: ['public'], args: [] }))) {
    schemas.add('public')
  }
  const path = [...schemas].filter((schema) => schema !== 'pg_catalog').sort()
  return path.map(ident).join(', ') || NO_PATH
}

/** Whether a key is that of an operator of people's own. */
const isOperator = (key: string): boolean => key.startsWith('["operator",')

/** `operator public.=(public.citext,public.citext)`: the schema before the operator's name. */
function schemaOfOperator(reference: string): string | undefined {
  const found = /^operator (?:"((?:[^"]|"")+)"|([^" .]+))\./.exec(reference)
  return found?.[1]?.replaceAll('""', '"') ?? found?.[2]
}

/** Whether what a statement compares is to be found where Postgres's own operators are, though others are in the path. */
export function comparesPlainly(
  { key, sql }: { readonly key: string; readonly sql: string },
  model: Model,
  own: ReadonlySet<string>,
): boolean {
  if (own.size === 0 || !HIDES_OPERATOR.test(sql)) return false
  const object = model.objects.get(key)
  const parts = object ? [object, ...(model.children.get(key) ?? [])] : []
  const isOfOwn = (needed: string): boolean => {
    const type = model.objects.get(needed)?.attributes['type']
    return typeof type === 'string' && own.has(type.replace(/\[\]$/, ''))
  }
  return (
    parts.every(
      ({ references, dependsOn }) =>
        !references.some(namesOwnOperator) && !dependsOn.some(isOperator),
    ) && parts.some(({ dependsOn }) => dependsOn.some(isOfOwn))
  )
}

const namesOwnOperator = (reference: string): boolean =>
  (schemaOfOperator(reference) ?? 'pg_catalog') !== 'pg_catalog'

/** The path in which Postgres's own are found and no others. */
export const NO_PATH = '""'

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
