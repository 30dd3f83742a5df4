/** What pg_dump prints for one object. */
export interface DumpEntry {
  /** As it heads it: `TABLE public works`. */
  readonly title: string
  /** `TABLE`, `FK CONSTRAINT`, `ACL`. */
  readonly type: string
  /** Empty where it stands in none. */
  readonly schema: string
  /** With its table where it belongs to one: `works works_pkey`. */
  readonly name: string
  readonly text: string
}

/** A name may hold what JavaScript takes for the end of a line, such as U+2028. */
const HEAD =
  /^--\n-- (?:Data for )?Name: ([^\n]*); Type: ([^\n]*?); Schema: ([^\n]*?); Owner: [^\n]*\n--\n/gm

/** Set before the objects they are for, and until the next. */
const DEFAULT =
  /^SET (default_tablespace|default_table_access_method|default_toast_compression) = (.*);$/gm
const PLACED: ReadonlySet<string> = new Set(['TABLE', 'INDEX', 'MATERIALIZED VIEW', 'CONSTRAINT'])

/** The objects that a plain dump of a schema holds, by their titles; how often it was made and its order mean nothing. */
export function entriesOf(dump: string): ReadonlyMap<string, DumpEntry> {
  const text = dump.replaceAll('\r\n', '\n')
  const heads = [...text.matchAll(HEAD)]
  const entries = new Map<string, DumpEntry>()
  const settings = new Map<string, string>()
  const learn = (piece: string): void => {
    for (const [, name = '', value = ''] of piece.matchAll(DEFAULT)) settings.set(name, value)
  }
  learn(text.slice(0, heads[0]?.index ?? 0))
  for (const [place, head] of heads.entries()) {
    const [whole, name = '', type = '', schema = ''] = head
    const piece = text.slice(head.index + whole.length, heads[place + 1]?.index ?? text.length)
    const placed = PLACED.has(type)
      ? [...settings].map(([setting, value]) => `-- ${setting} = ${value}\n`).sort()
      : []
    learn(piece)
    if (type === 'TRIGGER' && isOfAKey(name, piece)) continue
    const own = { type, schema: schema === '-' ? '' : schema, name }
    const title = [own.type, own.schema, own.name].filter(Boolean).join(' ')
    const said = [...placed, body(type, piece)].join('')
    // A text of people's own may look like a head: what is alike belongs together.
    entries.set(title, { ...own, title, text: (entries.get(title)?.text ?? '') + said })
  }
  return entries
}

/**
 * The triggers of a foreign key's copies in partitions have numbers for names, which are others in every database: how they
 * are set says nothing here. The model reads it.
 */
const isOfAKey = (name: string, piece: string): boolean =>
  /\bRI_ConstraintTrigger_[ac]_\d+$/.test(name) && !/^CREATE /m.test(piece)

const END = /\n--\n-- PostgreSQL database dump complete\n--\n[^]*$/

function body(type: string, piece: string): string {
  const lines = piece
    .replace(END, '\n')
    .replaceAll(DEFAULT, '')
    .split('\n')
    .filter((line) => !/^\\(?:un)?restrict /.test(line))
    // A text of people's own may hold an empty line.
    .filter((line) => line !== '' || !PLACED.has(type))
  while (lines.at(-1)?.trim() === '') lines.pop()
  while (lines[0]?.trim() === '') lines.shift()
  const sorted = withSortedSettings(
    lines
      .filter(isTold)
      .map((line) => (type === 'VIEW' ? withoutDefaults(line) : line))
      .map(withSortedParameters)
      .map(withSortedColumns),
  )
  // Who may do something is kept in the order in which it was granted.
  return (type === 'ACL' || type === 'DEFAULT ACL' ? sorted.sort() : sorted).join('\n')
}

const PARAMETER = `(?:\\w+\\.)*\\w+='?(?:[^',()]|'')*'?`
const PARAMETERS = new RegExp(`\\bWITH \\((${PARAMETER}(?:, ${PARAMETER})*)\\)`)

/** In which order storage parameters were set means nothing. */
const withSortedParameters = (line: string): string =>
  line.replace(
    PARAMETERS,
    (_, parameters: string) => `WITH (${parameters.split(', ').sort().join(', ')})`,
  )

const SECURITY = /^(security_\w+)='(?:(t|true|y|yes|on|1)|(?:f|false|n|no|off|0))'$/i

/** Of a view, false is what also goes without saying, and there are several words for true. */
const withoutDefaults = (line: string): string =>
  line.replace(new RegExp(`${PARAMETERS.source} `), (_, parameters: string) => {
    const told = parameters.split(', ').flatMap((parameter) => {
      const [, name, isTrue] = SECURITY.exec(parameter) ?? []
      return name === undefined ? [parameter] : isTrue ? [`${name}='true'`] : []
    })
    return told.length > 0 ? `WITH (${told.join(', ')}) ` : ''
  })

/** Nothing is what a table has as well whose index of that use was dropped, and of which pg_dump says nothing. */
const isTold = (line: string): boolean => !/^ALTER TABLE .* REPLICA IDENTITY NOTHING;$/s.test(line)

/** Nor does it matter which column of a trigger was named first. */
const withSortedColumns = (line: string): string =>
  line.replace(
    /(?<=^CREATE (?:CONSTRAINT )?TRIGGER .* UPDATE OF )((?:"(?:[^"]|"")+"|[\w$]+)(?:, (?:"(?:[^"]|"")+"|[\w$]+))+)(?= (?:ON|OR) )/s,
    (columns) => columns.split(', ').sort().join(', '),
  )

const SETTING = /^    SET \S+ TO /

/** Nor in which order a function sets its parameters. */
function withSortedSettings(lines: readonly string[]): string[] {
  const settings = lines.filter((line) => SETTING.test(line)).sort()
  return lines.map((line) => (SETTING.test(line) ? (settings.shift() ?? line) : line))
}
