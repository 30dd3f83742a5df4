/** A chain of calls as `[method, first argument]…`; an argument that is no plain text is undefined. */
export type Calls = readonly (readonly (string | undefined)[])[]

/** Tells something of a statement by its text. */
export interface StatementReader<T> {
  /** Of one whose text says too little. */
  readonly unknown: T
  /** Of a builder's chain, without what it begins with. */
  readonly ofBuilder: (calls: Calls) => readonly T[]
  /** Of SQL, where `$1` stands for each hole that is only filled when it runs. */
  readonly ofSql: (text: string, holes: 'none' | 'some') => T
}

/** Things whose names can't be the same: all relations of a schema share their names, and so do all types. */
export type NameSpace =
  | 'relation'
  | 'routine'
  | 'type'
  | 'schema'
  | 'extension'
  | 'trigger'
  | 'policy'
  | 'rule'
  | 'constraint'

/** Whether it makes an object, says or allows something, or changes it or takes it away. */
export type Does = 'make' | 'say' | 'allow' | 'other'

/** What one statement is about. */
export type Subject =
  | {
      readonly about: 'object'
      readonly does: Does
      readonly space: NameSpace
      readonly name: QualifiedName
      /** The table that it stands on, where it has no name without it. */
      readonly on: QualifiedName | null
    }
  /** Rows, settings and other things that make no object. */
  | { readonly about: 'nothing' }
  | { readonly about: 'unknown' }

/** A name as a statement writes it. */
export interface QualifiedName {
  /** Null where it is left to the search path. */
  readonly schema: string | null
  readonly name: string
}

const UNKNOWN: Subject = { about: 'unknown' }
const NOTHING: Subject = { about: 'nothing' }

/** Tells what statements are about. */
export const SUBJECTS: StatementReader<Subject> = {
  unknown: UNKNOWN,
  ofBuilder,
  ofSql: (text) => ofSql(text),
}

function ofBuilder(calls: Calls): readonly Subject[] {
  const [[root] = [], ...rest] = calls
  if (root !== 'schema') return [ROWS.test(root ?? '') ? NOTHING : UNKNOWN]
  const [[first, schema] = []] = rest
  const [method = '', named] = (first === 'withSchema' ? rest[1] : rest[0]) ?? []
  if (named === undefined || (first === 'withSchema' && schema === undefined)) return [UNKNOWN]
  const does = method.startsWith('create') ? 'make' : 'other'
  const inSchema = (text: string): QualifiedName => {
    const name = dotted(text)
    return first === 'withSchema' && schema !== undefined ? { ...name, schema } : name
  }
  const name = inSchema(named)
  const space = BUILT[method.replace(/^(create|drop|alter|refresh)/, '')]
  if (space === undefined) return [UNKNOWN]
  const on = calls.find(([each]) => each === 'on')?.[1]
  return [{ about: 'object', does, space, name, on: on === undefined ? null : inSchema(on) }]
}

const ROWS = /^(selectFrom|insertInto|replaceInto|updateTable|deleteFrom|mergeInto)$/
const BUILT: Readonly<Record<string, NameSpace>> = {
  Table: 'relation',
  Index: 'relation',
  View: 'relation',
  MaterializedView: 'relation',
  Type: 'type',
  Schema: 'schema',
}

/** As Kysely takes names: without quotes. */
function dotted(text: string): QualifiedName {
  const parts = text.split('.')
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' }
}

const PART = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
const NAME = String.raw`(?!on\s)(\$1|${PART}(?:\s*\.\s*${PART}){0,2})`
const KINDS = String.raw`(foreign\s+table|table|index|materialized\s+view|view|sequence|function|procedure|routine|aggregate|type|domain|schema|extension|trigger|policy|rule|column|constraint)`
const EXISTS = String.raw`(?:concurrently\s+)?(?:if\s+(?:not\s+)?exists\s+)?(?:only\s+)?`
const after = (words: string): RegExp => new RegExp(`^${words}`, 'iu')
const MADE = after(
  String.raw`create\s+(?:or\s+replace\s+)?(?:(?:temp|temporary|unlogged|unique|recursive|constraint|trusted)\s+)*${KINDS}\s+${EXISTS}${NAME}`,
)
const CHANGED = after(String.raw`(?:alter|drop|comment\s+on)\s+${KINDS}\s+${EXISTS}${NAME}`)
const GRANTED = after(String.raw`(?:grant|revoke)\s[^]*?\son\s+(?:${KINDS}\s+)?${NAME}`)
const REFRESHED = after(String.raw`refresh\s+(materialized\s+view)\s+(?:concurrently\s+)?${NAME}`)
const STANDS = new RegExp(String.raw`\son\s+(?:only\s+)?${NAME}`, 'iu')
const SWITCHES = after(
  String.raw`alter\s+table\s+${EXISTS}${NAME}\s+(?:enable|disable)\s+(?:(?:always|replica)\s+)?(trigger|rule)\s+${NAME}`,
)
const LEADS = new RegExp(String.raw`\sto\s+${NAME}`, 'iu')
const IN_DOMAIN = after(String.raw`\s+on\s+domain\s+${NAME}`)

function ofSql(text: string): Subject {
  if (/^(insert|update|delete|set|show|reset)\b/i.test(text) || looks(text)) return NOTHING
  const [, table, switched, part] = SWITCHES.exec(text) ?? []
  if (part !== undefined) return about('other', SPACES[switched ?? ''] ?? 'trigger', part, table)
  const made = MADE.exec(text)
  const found = made ?? [CHANGED, GRANTED, REFRESHED].map((each) => each.exec(text)).find(Boolean)
  const [whole = '', kind, name] = found ?? []
  if (name === undefined || /\bon\s+all$/i.test(whole)) return UNKNOWN
  const rest = text.slice(whole.length)
  // One statement for several.
  if (/^\s*,/.test(rest)) return UNKNOWN
  const does = made ? 'make' : doesOf(text)
  const what = (kind ?? 'table').toLowerCase().replace(/\s+/g, ' ')
  if (what === 'column') return ofColumn(name)
  const space = SPACES[what]
  if (space === undefined) return UNKNOWN
  if (what === 'index' && made) return about(does, space, name, STANDS.exec(rest)?.[1])
  if (!ON_TABLE.has(space)) return about(does, space, name, undefined)
  const domain = space === 'constraint' ? IN_DOMAIN.exec(rest)?.[1] : undefined
  if (domain !== undefined) return about(does, 'type', domain, undefined)
  const on = (space === 'rule' && made ? LEADS : STANDS).exec(rest)?.[1]
  return on === undefined ? UNKNOWN : about(does, space, name, on)
}

/** A function may do anything, but for these. */
const SETS = /^select\b(?![^]*\binto\b)/i
const CALLS =
  /\b(?!(?:set_config|current_setting|setval|unnest|count|coalesce|max|exists|any|in|and|or|not|where|select|from|as|on|format|sum)\b)[\w".]+\s*\(/i
const looks = (text: string): boolean =>
  SETS.test(text) && !CALLS.test(text.replaceAll('pg_catalog.', ''))
const ON_TABLE: ReadonlySet<NameSpace> = new Set(['trigger', 'policy', 'rule', 'constraint'])
const SPACES: Readonly<Record<string, NameSpace>> = {
  'foreign table': 'relation',
  table: 'relation',
  index: 'relation',
  view: 'relation',
  'materialized view': 'relation',
  sequence: 'relation',
  function: 'routine',
  procedure: 'routine',
  routine: 'routine',
  aggregate: 'routine',
  type: 'type',
  domain: 'type',
  schema: 'schema',
  extension: 'extension',
  trigger: 'trigger',
  policy: 'policy',
  rule: 'rule',
  constraint: 'constraint',
}

const doesOf = (text: string): Does =>
  /^comment\b/i.test(text) ? 'say' : /^(grant|revoke)\b/i.test(text) ? 'allow' : 'other'

function about(does: Does, space: NameSpace, name: string, on: string | undefined): Subject {
  // What is only named when it runs can be anything.
  if (name.includes('$1') || on?.includes('$1')) return UNKNOWN
  return {
    about: 'object',
    does,
    space,
    name: qualified(name),
    on: on === undefined ? null : qualified(on),
  }
}

/** `COMMENT ON COLUMN schema.table.column` is about the table. */
function ofColumn(text: string): Subject {
  const parts = partsOf(text).slice(0, -1)
  if (parts.length === 0) return UNKNOWN
  const name = { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' }
  return { about: 'object', does: 'say', space: 'relation', name, on: null }
}

/** A name as SQL writes it. */
export function qualified(text: string): QualifiedName {
  const parts = partsOf(text)
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' }
}

const partsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"((?:[^"]|"")+)"|([^\s."]+)/g)].map(([, quoted, bare = '']) =>
    quoted === undefined ? bare.toLowerCase() : quoted.replaceAll('""', '"'),
  )
