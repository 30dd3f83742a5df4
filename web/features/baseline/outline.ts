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
const STATEMENT =
  /(?:^|`)\s*create\s+(?:or\s+replace\s+|unique\s+|constraint\s+|materialized\s+|recursive\s+|temp(?:orary)?\s+|unlogged\s+|event\s+)*(?:table|view|index|function|procedure|aggregate|trigger|rule|policy|type|domain|sequence|extension|schema)\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?((?:"(?:[^"]|"")+"|[\w$.])+)/i
const ROWS = /insert\s+into\s+((?:"(?:[^"]|"")+"|[\w$.])+)/i

/** What a draft makes, line by line, under its comments and functions. Reads lines only: a text that does not parse has one too. */
export function outlineOf(text: string): readonly OutlineSection[] {
  const sections: { name: string; line: number; entries: OutlineEntry[] }[] = []
  for (const [index, content] of text.split('\n').entries()) {
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
  const made = BUILDER.exec(content)?.[2] ?? STATEMENT.exec(content)?.[1] ?? ROWS.exec(content)?.[1]
  return made?.replaceAll('"', '')
}
