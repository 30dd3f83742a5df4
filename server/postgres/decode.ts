type Parse = (text: string) => unknown

const number: Parse = (text) => Number(text)
const boolean: Parse = (text) => text === 't'
const same: Parse = (text) => text

/** Type OIDs that are more than text to us; every other type stays as Postgres prints it. */
const SCALARS: Readonly<Record<number, Parse>> = { 16: boolean, 21: number, 23: number, 26: number }

/** Array type OIDs of the system catalogs: char, name, text, bpchar, varchar, int8, float4, float8, aclitem, reg*. */
const TEXT_ARRAYS = [
  1002, 1003, 1009, 1014, 1015, 1016, 1021, 1022, 1034, 1231, 1263, 2207, 2208, 2209, 2210, 2211,
  2949, 3735, 3770, 4090, 4097,
]
const ARRAYS: Readonly<Record<number, Parse>> = {
  1000: boolean,
  1005: number,
  1007: number,
  1028: number,
  ...Object.fromEntries(TEXT_ARRAYS.map((oid) => [oid, same])),
}

/** How a column of that type is read: numbers and booleans of the catalogs as such, int8 and the rest as text. */
export function parserOf(oid: number): Parse {
  const element = ARRAYS[oid]
  return element ? (text) => parseArray(text, element) : (SCALARS[oid] ?? same)
}

/** Reads an array as Postgres prints it, `{a,"b c",NULL,{d}}`. */
export function parseArray(text: string, parse: Parse): unknown[] {
  let at = text.indexOf('{') + 1
  const list = (): unknown[] => {
    const items: unknown[] = []
    while (text[at] !== '}' && at < text.length) {
      items.push(item())
      if (text[at] === ',') at++
    }
    at++
    return items
  }
  const item = (): unknown => {
    if (text[at] === '{') return (at++, list())
    if (text[at] === '"') return parse(quoted())
    const start = at
    while (text[at] !== ',' && text[at] !== '}' && at < text.length) at++
    const bare = text.slice(start, at)
    return bare === 'NULL' ? null : parse(bare)
  }
  const quoted = (): string => {
    let value = ''
    for (at++; text[at] !== '"' && at < text.length; at++) {
      if (text[at] === '\\') at++
      value += text[at]
    }
    at++
    return value
  }
  return list()
}
