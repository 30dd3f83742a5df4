import { isTime, isUuid, type TypeFamily } from './cells.ts'
import { hexDigest } from './hash.ts'
import type { Affix } from './volatile-column.ts'

/** Stands for every moment that differs from build to build: 2000-01-01 00:00:00 UTC. */
const MOMENT = Date.UTC(2000, 0, 1)

/** What a made value has to look like. */
export interface ValueShape {
  readonly family: TypeFamily
  /** Types of all columns that hold the value, as format_type() prints them. */
  readonly types: readonly string[]
  /** A volatile value of some build. */
  readonly sample: string
  /** How long it is, where that is the same in every build. */
  readonly width: number | null
  /** The whole cell, or a word inside a text. */
  readonly whole: boolean
  /** What it begins and ends with in every build. */
  readonly affix: Affix
}

/**
 * A value of the wanted shape that depends on the name alone. `number` counts up where a value is taken already.
 * A type we know no harmless value for keeps the sample.
 */
export function madeValue(shape: ValueShape, name: string, number: number): string {
  const hex = hexDigest(number === 0 ? name : `${name}#${number}`)
  if (isUuid(shape.sample)) return uuidOf(hex)
  if (!shape.whole) return wordOf(shape, hex)
  switch (shape.family) {
    case 'uuid':
      return uuidOf(hex)
    case 'time':
      return momentOf(shape.types[0] ?? '', number)
    case 'integer':
      return integerOf(shape, hex)
    case 'number':
      return String(number)
    case 'boolean':
      return 'f'
    case 'bytes':
      return `\\x${repeatTo(hex, (shape.width ?? 34) - 2)}`
    case 'json':
      return JSON.stringify(hex.slice(0, 32))
    case 'text':
      return textOf(shape, hex)
    case 'sealed':
      return sealedOf(shape, hex)
    case 'other':
      return shape.sample
  }
}

/** The documented moment, or another one, written the way the sample writes its own. */
export function madeMoment(sample: string, at = MOMENT): string {
  if (/^\d+(\.\d+)?$/.test(sample)) return String(at)
  const iso = new Date(at).toISOString()
  // Postgres drops the zeros at the end of a fraction, JavaScript always writes three digits.
  const fraction = sample.includes('T') && sample.includes('.') ? '.000' : ''
  return sample
    .replace(/^\d{4}-\d\d-\d\d/, iso.slice(0, 10))
    .replace(/\d\d:\d\d:\d\d(\.\d+)?/, `${iso.slice(11, 19)}${fraction}`)
    .replace(/(?<=[T ])\d\d:\d\d(?!:)/, iso.slice(11, 16))
}

/** A value inside a cell, with the one that was made for it. */
export interface Replaced {
  readonly sample: string
  readonly made: string
}

/** What was made, or a value just after the one before it where the sample comes after that: a range must not end before it begins. */
export function inOrder(before: Replaced | undefined, { sample, made }: Replaced): string {
  if (!before || !(rankOf(sample) > rankOf(before.sample))) return made
  const least = rankOf(before.made)
  if (!(rankOf(made) <= least)) return made
  if (!isTime(sample)) return String(Math.floor(least) + 1)
  const step = sample.includes(':') ? 1000 : 86_400_000
  return madeMoment(sample, (Math.floor(least / step) + 1) * step)
}

/** Where a moment or a number stands among its like; NaN for anything else. */
const rankOf = (text: string): number =>
  isTime(text)
    ? Date.parse(text.replace(' ', 'T').replace(/T(.*[+-]\d\d)$/, 'T$1:00'))
    : /^\d+$/.test(text)
      ? Number(text)
      : Number.NaN

/** A valid UUID of version 8, which leaves its bits to whoever makes it. */
const uuidOf = (hex: string): string =>
  [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${'89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4]}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')

function momentOf(type: string, number: number): string {
  const step = type === 'date' ? 86_400_000 : 1000
  const iso = new Date(MOMENT + number * step).toISOString()
  const [date, time] = [iso.slice(0, 10), iso.slice(11, 19)]
  if (type === 'date') return date
  const zone = type.includes('with time zone') ? '+00' : ''
  return type.startsWith('timestamp') ? `${date} ${time}${zone}` : `${time}${zone}`
}

const LARGEST: Readonly<Record<string, number>> = {
  smallint: 2 ** 15 - 1,
  integer: 2 ** 31 - 1,
  oid: 2 ** 31 - 1,
}

function integerOf({ types }: ValueShape, hex: string): string {
  const largest = Math.min(...types.map((type) => LARGEST[type] ?? Number.MAX_SAFE_INTEGER))
  return String(1 + (Number.parseInt(hex.slice(0, 13), 16) % largest))
}

const inPairs = (hex: string, pairs: number): string =>
  (hex.slice(0, pairs * 2).match(/../g) ?? []).join(':')

/** From the documentation's address ranges, and from locally administered hardware addresses. */
const SEALED: Readonly<Record<string, (hex: string, sample: string) => string>> = {
  inet: (hex) => `2001:db8:${hex.slice(0, 4)}:${hex.slice(4, 8)}::1`,
  cidr: (hex) => `2001:db8:${hex.slice(0, 4)}:${hex.slice(4, 8)}::/64`,
  macaddr: (hex) => `02:${inPairs(hex, 5)}`,
  macaddr8: (hex) => `02:${inPairs(hex, 7)}`,
  pg_lsn: (hex) => `${hex.slice(0, 8)}/${hex.slice(8, 16)}`,
  xid: (hex) => String(Number.parseInt(hex.slice(0, 7), 16)),
  xid8: (hex) => String(Number.parseInt(hex.slice(0, 7), 16)),
  bit: (hex, { length }) =>
    repeatTo([...hex].map((digit) => (digit < '8' ? '0' : '1')).join(''), length),
}

const sealedOf = ({ types, sample }: ValueShape, hex: string): string =>
  SEALED[/^\w+/.exec(types[0] ?? '')?.[0] ?? '']?.(hex, sample) ?? sample

function textOf({ types, width, affix }: ValueShape, hex: string): string {
  const limits = types.map((type) => Number(/\((\d+)\)$/.exec(type)?.[1] ?? Infinity))
  const most = Math.min(width ?? 32, ...limits) - affix.join('').length
  return affix.join(repeatTo(hex, Math.max(most, 1)))
}

const repeatTo = (hex: string, length: number): string =>
  hex.repeat(Math.ceil(length / hex.length)).slice(0, length)

/** Digits stay digits, without a leading zero, so that a number inside JSON stays one; other words have a letter. */
function wordOf({ sample, affix: [before, after] }: ValueShape, hex: string): string {
  const inside = sample.slice(before.length, sample.length - after.length)
  const word = /^\d+$/.test(inside)
    ? String(100_000 + (Number.parseInt(hex.slice(0, 10), 16) % 900_000))
    : `x${hex.slice(0, 11)}`
  return `${before}${word}${after}`
}
