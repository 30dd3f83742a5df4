import { statementsOf } from '../postgres/statements.ts'
import type { MigrationText } from './migration-text.ts'
import { SUBJECTS, type Calls, type StatementReader, type Subject } from './subject.ts'

/** What a statement of a draft does, as far as it can be told from its text; names are in lower case. */
export type Act =
  /** Makes something of that name, on a table where it belongs to one. */
  | { readonly does: 'make'; readonly what: string; readonly name: string; readonly on: string }
  /** Adds to a table. */
  | { readonly does: 'add'; readonly on: string }
  | { readonly does: 'insert'; readonly on: string }
  /** Changes rows, or takes away, renames or copies what it names. */
  | { readonly does: 'change' }
  /** Says or grants something about what it names, or only looks. */
  | { readonly does: 'look' }
  /** May do anything. */
  | { readonly does: 'unknown' }

/** One statement of `up`, or of a function of the file that `up` calls there. */
export interface Step {
  /** What the database is called there. */
  readonly db: string
  readonly start: number
  readonly end: number
  readonly acts: readonly Act[]
  /** What each of its statements is about. */
  readonly subjects: () => readonly Subject[]
  /** True where its text has that name in it. */
  readonly names: (name: string) => boolean
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string }

/** What each statement of a migration's `up` does, in the order they run. */
export const stepsOf = (migration: MigrationText): readonly Step[] =>
  stepsIn(
    migration,
    migration.nodes.filter(({ end }) => end > migration.opening),
    migration.db,
    [],
  )

function stepsIn(
  migration: MigrationText,
  nodes: readonly { readonly start: number; readonly end: number }[],
  db: string,
  within: readonly string[],
): Step[] {
  const { text, sql } = migration
  return nodes.flatMap((node) => {
    const { start, end } = node
    const source = text.slice(start, end)
    const name = /^await\s+([\w$]+)\(\s*([\w$]+)\s*\);?$/.exec(source)
    const called = name?.[2] === db ? (name[1] ?? '') : ''
    const helper = called === '' || within.includes(called) ? undefined : migration.helper(called)
    if (helper) return stepsIn(migration, helper.nodes, helper.db, [...within, called])
    let words: Set<string> | undefined
    return {
      db,
      start,
      end,
      acts: readIn(node as unknown as Node, { db, sql: sql ?? '' }, ACTS),
      subjects: () => readIn(node as unknown as Node, { db, sql: sql ?? '' }, SUBJECTS),
      names: (name) =>
        /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name)
          ? (words ??= new Set(source.toLowerCase().match(WORD))).has(name.toLowerCase())
          : source.includes(name),
    }
  })
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/gu

const UNKNOWN: Act = { does: 'unknown' }
const LOOK: Act = { does: 'look' }
const CHANGE: Act = { does: 'change' }

const ACTS: StatementReader<Act> = {
  unknown: UNKNOWN,
  ofBuilder,
  ofSql: (text, holes) => {
    const act = ofSql(text)
    const isOpen = act.does === 'change' || (act.does === 'insert' && act.on === '$1')
    return isOpen && holes === 'some' ? UNKNOWN : act
  },
}

/** What the file calls the database and Kysely's `sql` there. */
interface Names {
  readonly db: string
  readonly sql: string
}

/** Every statement that a node runs, as that reader tells of it. */
function readIn<T>(node: Node, names: Names, reader: StatementReader<T>): T[] {
  const { db } = names
  if (node.type === 'CallExpression') {
    const ran = executed(node, names, reader)
    if (ran) return ran
    const usesDb = (node['arguments'] as readonly Node[]).some((each) => each['name'] === db)
    if (usesDb || chainOf(node)[0]?.[0] === db) return [reader.unknown]
  }
  const inside = (): T[] => childrenOf(node).flatMap((child) => readIn(child, names, reader))
  // When it runs, and how often, is not known.
  if (/Function/.test(node.type)) return inside().length > 0 ? [reader.unknown] : []
  if (node.type === 'AwaitExpression') {
    const told = readIn(node['argument'] as Node, names, reader)
    return told.length > 0 ? told : [reader.unknown]
  }
  return inside()
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value

const childrenOf = (node: Node): Node[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  )

/** What a chain of calls that ends in `execute` does; undefined for any other call. */
function executed<T>(node: Node, { db, sql }: Names, reader: StatementReader<T>): T[] | undefined {
  const callee = node['callee'] as Node
  if (callee.type !== 'MemberExpression') return undefined
  const property = String((callee['property'] as Node)['name'])
  if (!/^execute(TakeFirst(OrThrow)?)?$/.test(property)) return undefined
  const object = callee['object'] as Node
  if (object.type === 'TaggedTemplateExpression') return ofTemplate(object, sql, reader)
  const chain = chainOf(object)
  const [root = [], ...calls] = chain
  return root[0] === db ? [...reader.ofBuilder(calls)] : [reader.unknown]
}

/** A chain as `[root], [method, first argument]…`; an argument that is no plain text is undefined. */
function chainOf(node: Node): Calls {
  if (node.type === 'Identifier') return [[String(node['name'])]]
  if (node.type === 'CallExpression') {
    const callee = node['callee'] as Node
    const [first] = node['arguments'] as readonly Node[]
    const value = first?.type === 'Literal' ? String(first['value']) : undefined
    if (callee.type !== 'MemberExpression') return []
    const before = chainOf(callee['object'] as Node)
    return before.length === 0
      ? []
      : [...before, [String((callee['property'] as Node)['name']), value]]
  }
  if (node.type !== 'MemberExpression') return []
  const before = chainOf(node['object'] as Node)
  return before.length === 0 ? [] : [...before, [String((node['property'] as Node)['name'])]]
}

const last = (name: string): string =>
  (name.split('.').at(-1) ?? '').replaceAll('"', '').toLowerCase()

function ofBuilder(calls: Calls): Act[] {
  const [first = [], second = []] = calls
  const argument = (method: string): string | undefined =>
    calls.find(([name]) => name === method)?.[1]
  const [method = '', name] = first[0] === 'schema' ? second : first
  if (first[0] === 'schema') {
    if (name === undefined) return [UNKNOWN]
    if (method === 'alterTable') {
      const adds = calls.slice(2).every(([each = '']) => ADDS.test(each))
      return [adds ? { does: 'add', on: last(name) } : CHANGE]
    }
    const what = /^create(\w+)$/.exec(method)?.[1]?.toLowerCase()
    if (what === undefined) return [method === 'refreshMaterializedView' ? LOOK : CHANGE]
    return [{ does: 'make', what, name: last(name), on: last(argument('on') ?? '') }]
  }
  if (method === 'selectFrom') return [LOOK]
  if (method !== 'insertInto') return [/^(updateTable|deleteFrom)$/.test(method) ? CHANGE : UNKNOWN]
  const isPlain = calls.every(([each]) => each !== 'onConflict' && each !== 'expression')
  return [name !== undefined && isPlain ? { does: 'insert', on: last(name) } : CHANGE]
}

const ADDS = /^(add\w+|on(Delete|Update)|nullsNotDistinct|deferrable|initially\w+)$/

/** `sql` with what it says; a name that is only known when it runs may be anything. */
function ofTemplate<T>(node: Node, sql: string, reader: StatementReader<T>): T[] {
  const { name, object, property } = node['tag'] as Record<string, unknown>
  const tag =
    name ?? `${String((object as Node)?.['name'])}.${String((property as Node)?.['name'])}`
  if (tag !== sql) return [reader.unknown]
  const { quasis } = node['quasi'] as { quasis: { value: { cooked: string | null } }[] }
  const text = quasis.map(({ value }) => value.cooked ?? '').join(' $1 ')
  const holes = text.includes('$1') ? 'some' : 'none'
  return statementsOf(text).map((each) => reader.ofSql(withoutComments(each.text), holes))
}

const withoutComments = (text: string): string =>
  text.replace(/^(\s+|--[^\n]*(\n|$)|\/\*[^]*?\*\/)+/, '')

const NAME = String.raw`((?:\$1|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*))*)`
const MAKE = new RegExp(
  String.raw`^create\s+(?:or\s+replace\s+)?(?:(?:temp|temporary|unlogged|unique|recursive|constraint)\s+)*(table|index|view|materialized\s+view|function|procedure|aggregate|type|domain|sequence|trigger|policy|rule|extension|schema|collation|operator)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?${NAME}`,
  'iu',
)
const ON = new RegExp(String.raw`\son\s+(?:only\s+)?${NAME}`, 'iu')
const ALTER = new RegExp(
  String.raw`^alter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s+(?:add|enable|disable|force|owner|replica|cluster|alter\s+(?:column\s+)?\S+\s+set\s+(?:statistics|storage|default))\b`,
  'iu',
)
const INSERT = new RegExp(String.raw`^insert\s+into\s+${NAME}`, 'iu')
const ON_TABLE = /^(index|trigger|policy|rule)$/
/** Functions that only look, or belong to a sequence. */
const CALLS = /\b(?!(?:set_config|current_setting|unnest|count|coalesce|setval|max)\b)[\w".]+\s*\(/i

function ofSql(text: string): Act {
  const made = MAKE.exec(text)
  if (made) {
    const [, kind = '', name = ''] = made
    const what = kind.toLowerCase().replace(/\s+/, '-')
    // A copy has what its model has by then.
    if (what === 'table' && /\b(partition\s+of|inherits|like)\b/i.test(text)) return CHANGE
    const on = ON_TABLE.test(what) ? last(ON.exec(text)?.[1] ?? '') : ''
    return { does: 'make', what, name: last(name), on }
  }
  const altered = ALTER.exec(text)?.[1]
  if (altered !== undefined && !/\b(drop|rename|inherit|attach|detach)\b/i.test(text)) {
    return { does: 'add', on: last(altered) }
  }
  if (/^(comment|grant|revoke|set|show)\b/i.test(text)) return LOOK
  const into = INSERT.exec(text)?.[1]
  if (into !== undefined && !/\bon\s+conflict\b|\bselect\b/i.test(text)) {
    return { does: 'insert', on: last(into) }
  }
  if (/^select\b/i.test(text)) {
    return CALLS.test(text.replaceAll('pg_catalog.', '')) ? UNKNOWN : LOOK
  }
  return /^(alter|drop|insert|update|delete|truncate|copy|refresh)\b/i.test(text) ? CHANGE : UNKNOWN
}
