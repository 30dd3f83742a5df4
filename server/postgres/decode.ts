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
export const parseArray = (text: string, parse: Parse): unknown[] =>
  new ArrayReader(text, parse).list(text.indexOf('{') + 1)

class ArrayReader {
  readonly #text: string
  readonly #parse: Parse
  #at = 0

  constructor(text: string, parse: Parse) {
    this.#text = text
    this.#parse = parse
  }

  list(from: number): unknown[] {
    const text = this.#text
    const items: unknown[] = []
    this.#at = from
    while (text[this.#at] !== '}' && this.#at < text.length) {
      items.push(this.#item())
      if (text[this.#at] === ',') this.#at++
    }
    this.#at++
    return items
  }

  #item(): unknown {
    const text = this.#text
    if (text[this.#at] === '{') return this.list(this.#at + 1)
    if (text[this.#at] === '"') return this.#parse(this.#quoted())
    const start = this.#at
    while (text[this.#at] !== ',' && text[this.#at] !== '}' && this.#at < text.length) this.#at++
    const bare = text.slice(start, this.#at)
    return bare === 'NULL' ? null : this.#parse(bare)
  }

  #quoted(): string {
    const text = this.#text
    let value = ''
    for (this.#at++; text[this.#at] !== '"' && this.#at < text.length; this.#at++) {
      if (text[this.#at] === '\\') this.#at++
      value += text[this.#at]
    }
    this.#at++
    return value
  }
}
