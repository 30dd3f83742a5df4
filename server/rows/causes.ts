import type { CatalogObject, Model } from '../../shared/model.ts'
import { addressOf, keyOf } from '../../shared/model.ts'
import type { TableRows } from '../../shared/rows.ts'

/** What the model says about where a column's values come from. */
export interface Cause {
  readonly text: string
  readonly remade: boolean
}

/** A call that gives another value each time; user functions count, since they print with their schema. */
const MAKES_ANEW = new RegExp(
  [
    String.raw`\b(now|\w*_timestamp|timeofday|gen_random_\w+|uuid_generate_v\d\w*|uuidv\d|random\w*|txid_current|pg_current_xact_id)\(`,
    'CURRENT_(TIMESTAMP|DATE|TIME)|LOCALTIME',
    String.raw`[\w"]\.("[^"]+"|\w+)\(`,
  ].join('|'),
  'i',
)

/** Says what makes a volatile column's values, and whether its default would make them again. */
export function causeOf(
  model: Model,
  table: TableRows,
  column: string,
  values: readonly string[],
): Cause {
  const expression = defaultOf(model, table.table, column)
  const target = referenceOf(model, table.table, column)
  // A trigger of another table may write this one.
  const triggers = [...model.objects.values()].some(({ kind }) => kind === 'trigger')
  // The rows do not tell whether the value came as such, or of a call in the statement.
  const made = `made where it is written (in JavaScript${triggers ? ', in SQL or by a trigger' : ' or in SQL'})`
  if (expression === undefined) {
    return { text: target ?? `${made}, no default`, remade: false }
  }
  if (MAKES_ANEW.test(expression)) return { text: expression, remade: true }
  if (values.some((value) => holds(expression, value))) {
    return { text: `frozen default ${expression}`, remade: true }
  }
  return { text: target ?? `${made}, not by the default ${expression}`, remade: false }
}

/** Whether a printed expression has that value as a literal; numbers that aren't negative stand bare. */
const holds = (expression: string, value: string): boolean =>
  expression.includes(`'${value.replaceAll("'", "''")}'`) ||
  (/^[\d.]+$/.test(value) &&
    expression.match(/(?<![\w.])[\d.]+(?![\w.])/g)?.includes(value) === true)

function defaultOf(model: Model, table: string, column: string): string | undefined {
  const key = keyOf({ type: 'table column', names: [...addressOf(table).names, column], args: [] })
  const object = model.children.get(key)?.find((child) => child.kind === 'default')
  const expression = object?.attributes['expression']
  return typeof expression === 'string' ? expression : undefined
}

function referenceOf(model: Model, table: string, column: string): string | undefined {
  for (const { attributes } of constraintsOf(model, table)) {
    const place = texts(attributes['columns']).indexOf(column)
    const target = texts(attributes['references']).slice(1)
    if (attributes['type'] !== 'FOREIGN KEY' || place < 0) continue
    return `refers to ${target.join('.')}.${texts(attributes['referencedColumns'])[place] ?? ''}`
  }
  return undefined
}

/** Names of the columns that are part of a key, a unique index or a foreign key: their values identify something. */
export function identifyingColumns(model: Model, table: string): ReadonlySet<string> {
  const keys = constraintsOf(model, table)
    .filter(({ attributes }) => attributes['type'] !== 'CHECK')
    .flatMap(({ attributes }) => texts(attributes['columns']))
  const indexes = (model.children.get(table) ?? [])
    .filter((child) => child.kind === 'index' && child.attributes['unique'] === true)
    .flatMap(({ attributes }) => texts(attributes['columns']))
    .map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name))
  return new Set([...keys, ...indexes])
}

/** The constraints of a table. */
export const constraintsOf = (model: Model, table: string): readonly CatalogObject[] =>
  (model.children.get(table) ?? []).filter((child) => child.kind === 'constraint')

const texts = (value: unknown): string[] => (Array.isArray(value) ? (value as string[]) : [])
