import { cutLiterals } from '../compare/literals.ts'
import type { TriedType } from './subjects.ts'

/** A value as a type's input function reads it; null is SQL NULL. */
export type Candidate = string | null

/** So many of one type are thought of. */
const MOST = 60

/**
 * Values that a column of a type may take, the likeliest first; the server says which of them it takes. Out of an
 * expression come its own literals and their neighbours.
 */
export function candidatesOf(
  typeId: string,
  types: ReadonlyMap<string, TriedType>,
  expressions: readonly string[] = [],
): readonly string[] {
  const said = literalsOf(expressions)
  return [...new Set([...near(typeId, types, said), ...usual(typeId, types, 0)])].slice(0, MOST)
}

interface Said {
  readonly texts: readonly string[]
  readonly numbers: readonly string[]
}

function literalsOf(expressions: readonly string[]): Said {
  const texts = new Set<string>()
  const numbers = new Set<string>()
  for (const expression of expressions) {
    for (const part of cutLiterals(expression, 'with numbers')) {
      if (!('literal' in part)) continue
      const text = part.literal.replace(/^'|'(?:::.*)?$/g, '').replaceAll("''", "'")
      if (part.type === 'number' || /^-?\d+(?:\.\d+)?$/.test(text)) numbers.add(text)
      if (part.type === 'quoted') texts.add(text)
    }
  }
  return { texts: [...texts].slice(0, 12), numbers: [...numbers].slice(0, 8) }
}

/** What an expression names of that type, and what stands right beside it. */
function near(typeId: string, types: ReadonlyMap<string, TriedType>, said: Said): string[] {
  const type = types.get(typeId)
  if (!type) return []
  if (type.sort === 'domain') return near(type.of ?? '', types, said)
  const { texts, numbers } = said
  if (type.sort === 'enum' || type.category === 'B') return []
  if (type.category === 'N') return numbers.flatMap(aroundNumber)
  if (type.category === 'A') {
    const [one = '1'] = [...near(type.of ?? '', types, said), ...usual(type.of ?? '', types, 1)]
    return [
      ...texts.filter((text) => text.startsWith('{')),
      ...numbers.flatMap((text) =>
        lengthsAround(text, 40).map((length) => arrayOf(Array.from({ length }, () => one))),
      ),
      ...near(type.of ?? '', types, said)
        .slice(0, 8)
        .map((each) => arrayOf([each])),
    ]
  }
  if (type.name === 'json' || type.name === 'jsonb')
    return [...texts.filter(isJson), ...objectsOf(texts)]
  if (type.category === 'D' || type.category === 'T') {
    return texts.flatMap((text) => [text, ...aroundDay(text)])
  }
  if (type.category === 'S' || type.category === 'U' || type.category === 'Z') {
    return [
      ...texts.flatMap(aroundText),
      ...numbers,
      ...numbers.flatMap((text) => lengthsAround(text, 20_000).map((length) => 'q'.repeat(length))),
    ]
  }
  return [...texts]
}

const aroundNumber = (text: string): string[] => {
  const number = Number(text)
  const beside = [number + 1, number - 1, number + 0.01, number - 0.01]
  return [text, ...beside.map((each) => String(Math.round(each * 100) / 100))]
}

const lengthsAround = (text: string, most: number): number[] => {
  const number = Math.trunc(Number(text))
  return [number, number + 1, number - 1].filter((length) => length >= 0 && length <= most)
}

const aroundText = (text: string): string[] => [
  text,
  `${text}q`,
  `q${text}`,
  text.toUpperCase(),
  text.toLowerCase(),
  text.slice(0, -1),
  // What a pattern matches, where it is a simple one.
  ...(/[%_^$\\[\]()*+?|]/.test(text) ? matched(text) : []),
]

/** Texts that a pattern of LIKE or a regular expression may take; the server tries them. */
function matched(pattern: string): string[] {
  const like = pattern.replaceAll('%', 'q').replaceAll('_', 'q')
  const regular = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/\((?:\?:)?([^()|]*)(?:\|[^()]*)?\)/g, '$1')
    .replace(
      /(\[\^?[^\]]+\]|\\[dwsDWS]|\\.|\.|[^\\[\].])(\{(\d+)(?:,\d*)?\}|[*+?])?/g,
      (_, atom: string, times: string | undefined, count: string | undefined) =>
        oneOf(atom).repeat(
          count === undefined
            ? times === '*' || times === '?'
              ? 0
              : 1
            : Math.min(Number(count), 99),
        ),
    )
  return [like, regular]
}

/** A character that an atom of a regular expression takes. */
function oneOf(atom: string): string {
  if (atom === '\\d') return '1'
  if (atom === '\\w' || atom === '.' || atom === '\\D' || atom === '\\S') return 'q'
  if (atom === '\\s' || atom === '\\W') return ' '
  if (atom.startsWith('\\')) return atom.slice(1)
  if (!atom.startsWith('[')) return atom
  if (atom.startsWith('[^')) return 'q'
  const inside = atom.slice(1, -1).replaceAll('\\d', '0-9').replaceAll('\\w', 'a-z')
  return inside.startsWith('[:') ? 'q' : (inside.at(0) ?? 'q')
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Documents that have what an expression looks for: each text as a key, and all of them one inside the other. */
function objectsOf(texts: readonly string[]): string[] {
  const keys = texts.flatMap((text) =>
    text.startsWith('{') && !isJson(text) ? [text.slice(1, -1).split(',')] : [[text]],
  )
  const nested = (path: readonly string[], value: unknown): unknown =>
    path.reduceRight((inner, key) => ({ [key]: inner }), value)
  return ['q', 'z', 7001, true, [], {}, ...texts.slice(0, 4)].flatMap((value) => [
    ...keys.map((path) => JSON.stringify(nested(path, value))),
    ...(keys.length > 1
      ? [
          JSON.stringify(nested(keys.flat(), value)),
          JSON.stringify(Object.assign({}, ...keys.map((path) => nested(path, value)))),
        ]
      : []),
  ])
}

const DAY = 86_400_000

function aroundDay(text: string): string[] {
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0]
  if (day === undefined) return []
  const at = Date.parse(`${day}T00:00:00Z`)
  return [at + DAY, at - DAY]
    .filter((each) => Number.isFinite(each))
    .map((each) => new Date(each).toISOString().slice(0, 10))
}

const quotedPart = (text: string): string => `"${text.replace(/["\\]/g, (each) => `\\${each}`)}"`
const arrayOf = (items: readonly string[]): string => `{${items.map(quotedPart).join(',')}}`

const NUMBERS = '7001 7002 1 2 0 -1 3 10 50 100 101 0.5 -0.5 0.125 1000000 -100 32767 -32768'.split(
  ' ',
)
const TEXTS = [
  'q1',
  'q2',
  '',
  'Q',
  'q',
  '1',
  '0',
  'A1',
  ' ',
  'a@b.cd',
  'https://q.example/q',
  'q q',
  '#00ff00',
  'q'.repeat(40),
  'q'.repeat(300),
]
const DAYS =
  '2037-03-01 2037-03-02 2001-02-03 1970-01-01 1900-01-01 2999-12-31 infinity -infinity'.split(' ')
const SPANS = ['1 day', '2 days', '0', '-1 day', '1 year', '00:00:01', '12:00', '13:30']
const DOCUMENTS = ['{"q": 1}', '{"q": 2}', '{}', '[]', '[1]', 'null', '1', '"q"', 'true']
/** One of these is read by most types that are not known here. */
const OTHERS = [
  'q 1 2 (1,2) (3,4) (0,0),(1,1) (0,0),(2,2) <(0,0),1> <(0,0),2> {1,2,3} {} 10.0.0.1 10.0.0.2 ::1',
  '10.0.0.0/8 08:00:2b:01:02:03 08:00:2b:01:02:03:04:05 0 1010 101 \\x01 \\x02 \\x <q/> <z/>',
  'a=>1 b=>2 q:1 0/1 0/2 pg_class q.z',
].flatMap((line) => line.split(' '))
const UUIDS = ['7001', '7002', '0000'].map((end) => `00000000-0000-4000-8000-00000000${end}`)

/** Values of a type that nothing was said of. */
function usual(typeId: string, types: ReadonlyMap<string, TriedType>, depth: number): string[] {
  const type = types.get(typeId)
  // A type of itself, such as an array within its own element, comes to an end.
  if (!type || depth > 4) return []
  const inner = (id: string | null): string[] => usual(id ?? '', types, depth + 1)
  switch (type.sort) {
    case 'enum':
      return [...type.labels]
    case 'domain':
      return inner(type.of)
    case 'composite': {
      const parts = type.parts.map((part) => inner(part))
      const row = (place: number): string =>
        `(${parts.map((values) => quotedPart(values[place] ?? values[0] ?? '')).join(',')})`
      return [row(0), row(1), `(${parts.map(() => '').join(',')})`]
    }
    case 'range': {
      const [a = '1', b = '2'] = ordered(inner(type.of))
      const [first, second] = [quotedPart(a), quotedPart(b)]
      return [`[${first},${second})`, `(,${first})`, `[${second},)`, 'empty', '(,)']
    }
    case 'multirange':
      return [...inner(type.of).map((range) => `{${range}}`), '{}']
    case 'base':
      return ofBase(type, inner)
  }
}

function ofBase(type: TriedType, inner: (id: string | null) => string[]): string[] {
  if (type.name === 'uuid') return UUIDS
  if (type.name === 'json' || type.name === 'jsonb') return DOCUMENTS
  switch (type.category) {
    case 'N':
      return NUMBERS
    case 'B':
      return ['true', 'false']
    case 'D':
      return type.name.startsWith('time ') ? [...SPANS.slice(-2), '00:00', '23:59:59'] : DAYS
    case 'T':
      return SPANS
    case 'S':
      return TEXTS
    case 'A': {
      const items = inner(type.of)
      const [first = '1', second = first] = items
      return [
        arrayOf([first]),
        arrayOf([second]),
        '{}',
        arrayOf([first, second]),
        '{NULL}',
        arrayOf(items.slice(0, 10)),
        ...items.slice(2, 8).map((item) => arrayOf([item])),
      ]
    }
    default:
      return [...OTHERS, ...TEXTS, ...NUMBERS]
  }
}

/** Two values, the lesser first. */
function ordered(values: readonly string[]): readonly string[] {
  const [a, b] = values
  return a !== undefined && b !== undefined && a > b ? [b, a] : values
}
