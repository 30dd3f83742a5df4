import { awaited, warnings } from '../baseline/write.ts'
import { PUT_BACK } from '../baseline/migration-source.ts'
import { lineRest, type Inserted } from './insert.ts'
import { readMigration, type MigrationText } from './migration-text.ts'

interface Source {
  readonly sql: string
  readonly kysely?: string
  readonly since?: number
}

/**
 * Puts statements where the generated text has them, into a draft that is that text but for some edits: each after the
 * nearest one before it that the draft still has. Undefined where any of them has no such place.
 */
export function insertAnchored(
  file: string,
  draft: string,
  generated: string,
  statements: readonly Source[],
): Inserted | undefined {
  const [mine, theirs] = [read(file, draft), read(file, generated)]
  if (!mine || !theirs || texts(mine).at(-1) !== PUT_BACK || statements.length === 0)
    return undefined
  const order = texts(theirs)
  const there = new Map(
    mine.statements.map((range) => [draft.slice(range.start, range.end), range.end]),
  )
  const wanted = new Map(
    statements.map((statement) => [awaited(statement, mine.language).trim(), statement]),
  )
  const places = [...wanted.keys()].map((text) => order.indexOf(text))
  if (places.includes(-1)) return undefined

  const puts: { readonly at: number; readonly text: string }[] = []
  for (const place of places.toSorted((a, b) => a - b)) {
    const text = order[place] ?? ''
    if (there.has(text)) continue
    const before = order.slice(0, place).findLast((each) => there.has(each))
    const after = order.slice(place + 1).find((each) => there.has(each))
    // Before the first statement there is only what sets the stage.
    if (before === undefined || after === undefined) return undefined
    // What was edited in between may be what it needs.
    const [first = -1, next] = [before, after].map((each) => texts(mine).lastIndexOf(each))
    const isEdited = (each: string): boolean => !order.includes(each)
    if (texts(mine).slice(first, next).some(isEdited)) return undefined
    const said = warnings(wanted.get(text) ?? {}).map((warning) => `\n  // ${warning}`)
    const end = there.get(before) ?? 0
    const at = end + lineRest(draft.slice(end))
    const gap = draft.slice(at, Math.max(at, mine.statements[first + 1]?.start ?? at))
    const between = theirs.statements.slice(order.lastIndexOf(before), place + 1)
    const under = afterHeading(gap, generated.slice(between[0]?.end, between.at(-1)?.start))
    puts.push({ at: at + under, text: `${said.join('')}\n  ${text}` })
  }
  let result = ''
  let from = 0
  for (const { at, text } of puts) {
    result += draft.slice(from, at) + text
    from = at
  }
  return { text: result + draft.slice(from), blocks: puts.map(({ text }) => text) }
}

/** How far into a gap between two statements its last heading ends that is generated in there too. */
function afterHeading(gap: string, generated: string): number {
  const headings = generated.match(/\n\n {2}\/\/ [^\n]*(?=\n)/g) ?? []
  const last = headings.findLast((each) => gap.includes(`${each}\n`))
  return last === undefined ? 0 : gap.indexOf(`${last}\n`) + last.length
}

const read = (file: string, text: string): MigrationText | undefined => {
  const found = readMigration(file, text)
  return 'why' in found ? undefined : found.migration
}

const texts = ({ text, statements }: MigrationText): string[] =>
  statements.map(({ start, end }) => text.slice(start, end))
