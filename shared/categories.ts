import { Type, type Static } from 'typebox'
import { chosenFor, type ChosenNames } from './domains.ts'
import { doneIn, groupEffects } from './effect-groups.ts'
import { groupBy } from './group-by.ts'
import type { Effect, History, MigrationHistory, RowEffect } from './history.ts'
import type { Address } from './model.ts'
import { closed } from './schema.ts'

/** What a migration is there for, in the order of the table. */
export const CATEGORIES = {
  tables: 'New tables',
  changes: 'Changes to tables',
  indexes: 'Indexes and constraints',
  routines: 'Functions and triggers',
  rows: 'Data',
  other: 'Other objects',
  patches: 'Patches',
  nothing: 'No effect',
  'not-known': 'Could not tell',
} as const
export type CategoryName = keyof typeof CATEGORIES

/** Whether it is a title of what is only found out: that a migration has no effect, or that nobody could tell, is said by no person. */
export const isFoundOut = (title: string): boolean =>
  title === CATEGORIES.nothing || title === CATEGORIES['not-known']

/** Migrations that were put together, with the title that people read. */
export const Category = closed({
  title: Type.String(),
  /** Names of the migrations, in the order they ran. */
  migrations: Type.Array(Type.String()),
})
export type Category = Static<typeof Category>

/** Every migration once; none of them is empty. */
export const CategoryTable = closed({
  categories: Type.Array(Category),
  /** What has to be said of how people put them together, such as a name that no migration has. */
  notes: Type.Array(Type.String()),
})
export type CategoryTable = Static<typeof CategoryTable>

/** Migrations by what they did, or by what people say of them: their titles come first. */
export function categoryTable(
  sorted: readonly { readonly name: string; readonly category: CategoryName }[],
  { chosen = {}, refused = null }: { chosen?: ChosenNames; refused?: string | null } = {},
): CategoryTable {
  const all = Object.entries(chosen)
  const sayable = all.filter(([title]) => !isFoundOut(titleFor(title)))
  const own = sayable.map(([title]) => titleFor(title))
  const { of, unmatched } = chosenFor(
    sorted.map(({ name }) => ({ key: name, names: [name] })),
    Object.fromEntries(sayable),
  )
  const groups = groupBy(sorted, ({ name, category }) => {
    const title = of.get(name)
    return title === undefined ? CATEGORIES[category] : titleFor(title)
  })
  const usual: readonly string[] = Object.values(CATEGORIES)
  const order = [...own.filter((title) => !usual.includes(title)), ...usual]
  return {
    categories: order.flatMap((title) => {
      const migrations = groups.get(title) ?? []
      groups.delete(title)
      return migrations.length === 0
        ? []
        : [{ title, migrations: migrations.map(({ name }) => name) }]
    }),
    notes: [
      ...(refused === null ? [] : [refused]),
      ...all
        .filter((each) => !sayable.includes(each))
        .map(
          ([title]) =>
            `the configuration puts migrations to the category ${title}, which is only found out: they stand where they would without it`,
        ),
      ...unmatched.map(
        (text) =>
          `the configuration puts migrations to categories by ${text}, and none is called so`,
      ),
    ],
  }
}

/** Whoever writes `patches` means those that are there. */
const titleFor = (title: string): string =>
  Object.values(CATEGORIES).find((usual) => usual.toLowerCase() === title.trim().toLowerCase()) ??
  title

/** The category of each migration by what it did, and what was found of it. */
export function categoriesOf({
  migrations,
  findings,
}: Pick<History, 'migrations' | 'findings'>): { name: string; category: CategoryName }[] {
  const patches = new Set(
    findings.flatMap(({ kind, migrations: about }) => (kind === 'patch' ? about.slice(-1) : [])),
  )
  return migrations.map((migration) => {
    const { name } = migration
    return { name, category: categoryOf(migration, patches.has(name)) }
  })
}

const TABLES: ReadonlySet<Effect['kind']> = new Set(['table', 'foreign-table'])
const ROUTINES: ReadonlySet<Effect['kind']> = new Set([
  'function',
  'procedure',
  'aggregate',
  'trigger',
  'event-trigger',
])
const INDEXES: ReadonlySet<Effect['kind']> = new Set(['index', 'constraint', 'statistics'])
/** They are said of others, which they leave as they are. */
const SAID: ReadonlySet<Effect['kind']> = new Set([
  'comment',
  'owner',
  'privilege',
  'default-privilege',
  'security-label',
])

/** The first that fits. */
function categoryOf({ effects, noEffect }: MigrationHistory, isPatch: boolean): CategoryName {
  if (!effects) return 'not-known'
  if (noEffect) return 'nothing'
  const groups = groupEffects(effects.objects)
  const done = groups.flatMap(doneIn)
  const kinds = done.map(({ kind }) => kind).filter((kind) => !SAID.has(kind))
  if (done.some(({ change, kind }) => change === 'created' && TABLES.has(kind))) return 'tables'
  if (isPatch) return 'patches'
  const whole = done.filter(({ kind }) => TABLES.has(kind)).map(({ change }) => change)
  // What goes with a table, such as the function of its trigger, is not what it was written for.
  if (whole.includes('dropped') || whole.includes('renamed')) return 'changes'
  if (kinds.some((kind) => ROUTINES.has(kind))) return 'routines'
  const isTold = !effects.more
  if (isTold && kinds.length > 0 && kinds.every((kind) => INDEXES.has(kind))) return 'indexes'
  if (groups.some((group) => isOfTable(group.address) && doneIn(group).some(isOwn)))
    return 'changes'
  if (isTold && done.length > 0) return 'other'
  return isTold && effects.rows.tables.some(isTouched) ? 'rows' : 'not-known'
}

const isOwn = ({ kind }: Effect): boolean => !SAID.has(kind)

const isOfTable = ({ type }: Address): boolean => type === 'table' || type === 'foreign table'

const isTouched = ({ inserted, updated, deleted, written, truncated }: RowEffect): boolean =>
  [inserted, updated, deleted, written].some((count) => (count ?? 0) > 0) || truncated === true
