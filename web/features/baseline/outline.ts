/** Something that a draft makes, and the line where it does. */
export interface OutlineEntry {
  readonly name: string
  readonly line: number
}

/** A stretch of a draft under one heading. */
export interface OutlineSection extends OutlineEntry {
  readonly entries: readonly OutlineEntry[]
}

const HEADING = /^ {0,4}\/\/ (\S.{0,80})$/
const FUNCTION = /^(?:export )?(?:async )?function (\w+)/
const BUILDER =
  /\.(?:createTable|createIndex|createView|createType|createSchema|alterTable)\(\s*(['"])(.+?)\1/
const NAME = String.raw`((?:"(?:[^"]|"")+"|[\w$.])+)`
const KINDS =
  'table|view|index|function|procedure|routine|aggregate|trigger|rule|policy|type|domain|sequence|extension|schema|collation|' +
  'conversion|statistics|publication|subscription|server|language|operator|column|constraint|database'
const BEFORE_KIND =
  'or\\s+replace|unique|constraint|materialized|recursive|temp(?:orary)?|unlogged|event|foreign|default|trusted'
/** What begins a statement, up to the name of what it is about; the first that fits counts. */
const STATEMENTS = [
  `create\\s+(?:(?:${BEFORE_KIND})\\s+)*(?:${KINDS})\\s+(?:concurrently\\s+)?(?:if\\s+not\\s+exists\\s+)?${NAME}`,
  `create\\s+text\\s+search\\s+\\w+\\s+${NAME}`,
  `create\\s+(cast\\s*\\([^)]*\\))`,
  `(alter\\s+default\\s+privileges)`,
  `alter\\s+(?:(?:materialized|foreign|event)\\s+)*(?:${KINDS})\\s+(?:if\\s+exists\\s+)?(?:only\\s+)?${NAME}`,
  `comment\\s+on\\s+(?:(?:materialized|foreign|event|access|text|search|configuration|dictionary|parser|template|method)\\s+)*(?:(?:${KINDS})\\s+)?${NAME}`,
  `(?:grant|revoke)\\s[^;]*?\\son\\s+(?:(?:all|foreign|large)\\s+)*(?:(?:${KINDS}|object)s?\\s+)?(?:in\\s+schema\\s+)?${NAME}`,
  `refresh\\s+materialized\\s+view\\s+(?:concurrently\\s+)?${NAME}`,
].map((words) => new RegExp(`(?:^|\`)\\s*${words}`, 'i'))
const ROWS = new RegExp(`insert\\s+into\\s+${NAME}`, 'i')
const SETVAL = /setval\(\s*'([^']+)'/i

/** What a draft makes, line by line, under its comments and functions. Reads lines only: a text that does not parse has one too. */
export function outlineOf(text: string): readonly OutlineSection[] {
  const sections: { name: string; line: number; entries: OutlineEntry[] }[] = []
  for (const [index, content] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1
    const heading = HEADING.exec(content)?.[1] ?? FUNCTION.exec(content)?.[1]
    if (heading !== undefined) {
      sections.push({ name: heading, line, entries: [] })
      continue
    }
    const name = madeOn(content)
    if (name !== undefined) sections.at(-1)?.entries.push({ name, line })
  }
  return sections.filter(({ entries }) => entries.length > 0)
}

function madeOn(content: string): string | undefined {
  const patterns = [BUILDER, ...STATEMENTS, ROWS, SETVAL]
  for (const pattern of patterns) {
    const found = pattern.exec(content)
    const made = pattern === BUILDER ? found?.[2] : found?.[1]
    if (made !== undefined) return made.replaceAll('"', '').replaceAll(/\s+/g, ' ')
  }
  return undefined
}

/** The section, and the entry in it, that a line of the text belongs to. */
export function outlinePlace(
  sections: readonly OutlineSection[],
  line: number,
): { readonly section: OutlineSection; readonly entry: OutlineEntry | undefined } | undefined {
  const section = sections.findLast((each) => each.line <= line)
  return section && { section, entry: section.entries.findLast((each) => each.line <= line) }
}
