import { groupBy } from './group-by.ts'

/** A table as far as it shows where it belongs. */
export interface DomainTable {
  readonly key: string
  readonly schema: string
  readonly name: string
  /** Key of the table that it is a partition of. */
  readonly partOf: string | null
  /** Keys of the tables that it refers to. */
  readonly refersTo: readonly string[]
  /** Path of the migration that made it, from the folder of migrations. */
  readonly file: string | null
}

/** Names that people gave, each with the names that belong there; `*` stands for anything. */
export type ChosenNames = Readonly<Record<string, readonly string[]>>

/** Where each table belongs. */
export interface Domains {
  /** By the key of the table; none where nothing shows it. */
  readonly of: ReadonlyMap<string, string>
  /** What people named and no table is called: `mail: mail_*`. */
  readonly unmatched: readonly string[]
}

/** Of fewer tables nothing is called usual. */
const FEWEST = 6
const FEWEST_REFERRING = 5

/**
 * The part of the application that each table belongs to. In this order: what people say, the table that it is a partition
 * of, a schema beside the largest one, the folder of its migration, the first word of its name where another table has it
 * too, such a word in the name of its migration, what it refers to. What shows two at once shows none.
 */
export function domainsOf(tables: readonly DomainTable[], chosen: ChosenNames = {}): Domains {
  const sorted = tables.toSorted((a, b) => compareText(a.key, b.key))
  const { of, unmatched } = chosenFor(
    sorted.map(({ key, schema, name }) => ({ key, names: [name, `${schema}.${name}`] })),
    chosen,
  )
  const byKey = new Map(sorted.map((table) => [table.key, table]))
  const whole = sorted.filter((table) => rootOf(table, byKey) === table)
  const put = (found: ReadonlyMap<string, string>): void => {
    for (const [key, domain] of found) if (!of.has(key)) of.set(key, domain)
  }
  const main = mainSchema(whole)
  put(new Map(whole.flatMap(({ key, schema }) => (schema === main ? [] : [[key, schema]]))))
  put(byFolder(whole))
  const words = domainWords(whole.filter(({ schema }) => schema === main))
  put(words.of)
  put(byFileName(whole, words.names))
  const hubs = hubsOf(whole)
  const referred = whole.map((table) => ({
    ...table,
    refersTo: [...new Set(table.refersTo.map((key) => rootKey(key, byKey)))].filter(
      (key) => key !== table.key && byKey.has(key) && !hubs.has(key),
    ),
  }))
  putByReference(referred, of)
  put(byNeighbours(referred.filter(({ key }) => !of.has(key))))
  for (const table of sorted) {
    const domain = of.get(rootOf(table, byKey).key)
    if (domain !== undefined && !of.has(table.key)) of.set(table.key, domain)
  }
  return { of, unmatched }
}

/** Puts what is named to the names that people chose: a whole name goes before a pattern, the first before a later one. */
export function chosenFor(
  things: readonly { readonly key: string; readonly names: readonly string[] }[],
  chosen: ChosenNames,
): { readonly of: Map<string, string>; readonly unmatched: readonly string[] } {
  const of = new Map<string, string>()
  const unmatched: string[] = []
  const wanted = Object.entries(chosen).flatMap(([title, patterns]) =>
    patterns.map((pattern) => ({ title, pattern, isWhole: !pattern.includes('*') })),
  )
  for (const { title, pattern, isWhole } of [
    ...wanted.filter((each) => each.isWhole),
    ...wanted.filter((each) => !each.isWhole),
  ]) {
    const fits = isWhole ? (name: string) => name === pattern : fitting(pattern)
    const found = things.filter(({ names }) => names.some(fits))
    if (found.length === 0) unmatched.push(`${title}: ${pattern}`)
    for (const { key } of found) if (!of.has(key)) of.set(key, title)
  }
  return { of, unmatched }
}

/** Part for part from the left, so that no pattern takes long. */
function fitting(pattern: string): (name: string) => boolean {
  const [start = '', ...rest] = pattern.split('*')
  const end = rest.pop() ?? ''
  return (name) => {
    if (!name.startsWith(start) || name.length < start.length + end.length) return false
    let at = start.length
    for (const part of rest) {
      const found = name.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return at <= name.length - end.length && name.endsWith(end)
  }
}

/** The table that it is a partition of at last. */
function rootOf(table: DomainTable, byKey: ReadonlyMap<string, DomainTable>): DomainTable {
  const met = new Set<DomainTable>()
  let root = table
  while (root.partOf !== null && !met.has(root)) {
    met.add(root)
    root = byKey.get(root.partOf) ?? root
  }
  return root
}

function rootKey(key: string, byKey: ReadonlyMap<string, DomainTable>): string {
  const table = byKey.get(key)
  return table ? rootOf(table, byKey).key : key
}

/** The one with the most tables: names divide it, and each other one stands for itself. */
const mainSchema = (tables: readonly DomainTable[]): string | undefined =>
  [...groupBy(tables, ({ schema }) => schema)].toSorted(
    ([a, first], [b, second]) =>
      second.length - first.length ||
      Number(b === 'public') - Number(a === 'public') ||
      compareText(a, b),
  )[0]?.[0]

/** Folders of years and versions show nothing, nor does the way up to one of several. */
const TELLS_NOTHING = /^(?:v?[\d._-]*|migrations?)$/i

function byFolder(tables: readonly DomainTable[]): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap(({ key, file }) => {
      const folders = file?.split('/').slice(0, -1) ?? []
      const telling = folders.findLast((folder) => !TELLS_NOTHING.test(folder))
      return telling === undefined ? [] : [[key, telling] as const]
    }),
  )
}

const wordsOf = (name: string): readonly string[] =>
  name
    .split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase())

/** `polls` and `poll` are one word. */
const stemOf = (word: string): string =>
  word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : word.endsWith('s') && !word.endsWith('ss')
      ? word.slice(0, -1)
      : word

/** First words that two tables or more share; what nearly all begin with, such as `app_`, is passed over. */
function domainWords(tables: readonly DomainTable[]): {
  readonly of: ReadonlyMap<string, string>
  readonly names: ReadonlyMap<string, string>
} {
  let named = tables.map(({ key, name }) => ({ key, words: wordsOf(name) }))
  const groups = () =>
    [...groupBy(named, ({ words: [first = ''] }) => stemOf(first))].filter(
      ([stem, members]) => stem !== '' && members.length > 1,
    )
  let found = groups()
  for (;;) {
    const usual = found.find(
      ([, { length }]) => tables.length >= FEWEST && length * 3 > tables.length * 2,
    )
    if (!usual) break
    const [stem] = usual
    named = named.map(({ key, words }) => ({
      key,
      words: stemOf(words[0] ?? '') === stem ? words.slice(1) : words,
    }))
    found = groups()
  }
  const of = new Map<string, string>()
  const names = new Map<string, string>()
  for (const [stem, members] of found) {
    const [shortest = stem] = members
      .map(({ words: [first = ''] }) => first)
      .toSorted((a, b) => a.length - b.length || compareText(a, b))
    names.set(stem, shortest)
    for (const { key } of members) of.set(key, shortest)
  }
  return { of, names }
}

function byFileName(
  tables: readonly DomainTable[],
  names: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    tables.flatMap(({ key, file }) => {
      const base =
        file
          ?.split('/')
          .at(-1)
          ?.replace(/\.[^.]*$/, '') ?? ''
      const stems = new Set(wordsOf(base).map(stemOf))
      const [only, ...more] = [...names].filter(([stem]) => stems.has(stem))
      return only && more.length === 0 ? [[key, only[1]] as const] : []
    }),
  )
}

/** Tables that more than a third of all refer to, such as the users: they belong to everything. */
function hubsOf(tables: readonly DomainTable[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { refersTo } of tables) {
    for (const key of new Set(refersTo)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return new Set(
    [...counts].flatMap(([key, count]) =>
      count >= FEWEST_REFERRING && count * 3 > tables.length ? [key] : [],
    ),
  )
}

/** Goes on until nothing more is shown: what refers to a table that found its domain may find its own. */
function putByReference(tables: readonly DomainTable[], of: Map<string, string>): void {
  let open = tables.filter(({ key }) => !of.has(key))
  for (;;) {
    const found = open.flatMap(({ key, refersTo }) => {
      const domain = refersTo.some((other) => of.has(other)) ? mostOf(refersTo, of) : undefined
      return domain === undefined ? [] : [[key, domain] as const]
    })
    if (found.length === 0) return
    for (const [key, domain] of found) of.set(key, domain)
    open = open.filter(({ key }) => !of.has(key))
  }
}

/** The domain that most of them are of; none where two are as many. */
export function mostOf(
  keys: readonly string[],
  of: ReadonlyMap<string, string>,
): string | undefined {
  const domains = keys.flatMap((key) => of.get(key) ?? [])
  const [first, second] = [...groupBy(domains, (domain) => domain)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  return first && first[1].length > (second?.[1].length ?? 0) ? first[0] : undefined
}

/** Those that refer to each other, named after the one that most refer to. */
function byNeighbours(tables: readonly DomainTable[]): ReadonlyMap<string, string> {
  const near = new Map(tables.map(({ key }) => [key, new Set<string>()]))
  const referred = new Map<string, number>()
  for (const { key, refersTo } of tables) {
    for (const other of refersTo) {
      if (!near.has(other)) continue
      near.get(key)?.add(other)
      near.get(other)?.add(key)
      referred.set(other, (referred.get(other) ?? 0) + 1)
    }
  }
  const byKey = new Map(tables.map((table) => [table.key, table]))
  const of = new Map<string, string>()
  for (const { key } of tables) {
    if (of.has(key) || near.get(key)?.size === 0) continue
    const members = new Set([key])
    for (const member of members) for (const other of near.get(member) ?? []) members.add(other)
    const [centre = key] = [...members].toSorted(
      (a, b) => (referred.get(b) ?? 0) - (referred.get(a) ?? 0) || compareText(a, b),
    )
    for (const member of members) of.set(member, byKey.get(centre)?.name ?? '')
  }
  return of
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
