/** One text value of an INSERT. */
export interface InsertedValue {
  /** As it is written there: `public.users`. */
  readonly table: string
  readonly column: string
  readonly value: string
  /** Where its quote begins. */
  readonly at: number
}

const NAME = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`
const INSERT = new RegExp(
  String.raw`\binsert\s+into\s+(${NAME}(?:\s*\.\s*${NAME})?)\s*\(([^()]*)\)\s*(?:overriding\s+\w+\s+value\s+)?values\s*`,
  'giu',
)

/** The text values of all INSERTs with a list of columns in a source, whatever stands around them. */
export function insertsIn(source: string): readonly InsertedValue[] {
  return [...source.matchAll(INSERT)].flatMap((found) => {
    const [whole, name = '', list = ''] = found
    const columns = namesIn(list)
    const table = namesIn(name).join('.')
    return valuesFrom(source, found.index + whole.length).flatMap(({ place, value, at }) => {
      const column = columns[place]
      return column === undefined ? [] : [{ table, column, value, at }]
    })
  })
}

const namesIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(NAME, 'gu'))].map(([name]) => plain(name))

const plain = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name

/** The quoted values of `(…), (…)` from there on, each with its place in its row. */
function valuesFrom(
  source: string,
  start: number,
): readonly { readonly place: number; readonly value: string; readonly at: number }[] {
  const values: { place: number; value: string; at: number }[] = []
  let depth = 0
  let place = 0
  for (let at = start; at < source.length; at += 1) {
    const character = source[at]
    if (character === "'") {
      const end = endOfText(source, at)
      if (depth === 1) values.push({ place, value: source.slice(at + 1, end), at })
      at = end
    } else if (character === '(') {
      depth += 1
      if (depth === 1) place = 0
    } else if (character === ')') depth -= 1
    else if (character === ',' && depth === 1) place += 1
    else if (depth <= 0 && !/[\s,]/.test(character ?? '')) break
    if (depth < 0) break
  }
  return values
}

function endOfText(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] !== "'") continue
    if (source[at + 1] === "'") at += 1
    else return at
  }
  return source.length
}
