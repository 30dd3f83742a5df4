import { createHash } from 'node:crypto'
import type { Kind } from '../../shared/kinds.ts'
import { describeAddress, type AttributeValue, type Model } from '../../shared/model.ts'
import type { ExpectedObject, ExpectedVariant } from '../../shared/stamp.ts'
import { GUARDED } from './guarded.ts'

/** What of two sides has to be there: all of old, in the form of either side. */
interface Sides {
  readonly old: Model
  readonly rebuilt: Model
  /** Keys of objects that differ from build to build, such as a default that was frozen. */
  readonly volatile: ReadonlySet<string>
}

/** Each side was printed by a server of its major: that is the only one whose text it can be held against. */
export function expectedOf({ old, rebuilt, volatile }: Sides): ExpectedVariant[] {
  const majors = [...new Set([old.server.major, rebuilt.server.major])]
  return majors.map((major) => {
    const sides = [old, rebuilt].filter(({ server }) => server.major === major)
    const [first = old] = sides
    const others = sides.slice(1).map(hashesOf)
    const objects = [...hashesOf(first)].map(([key, { address, hash }]) => ({
      address,
      hashes: volatile.has(key)
        ? []
        : [...new Set([hash, ...others.flatMap((other) => other.get(key)?.hash ?? [])])],
    }))
    return { major, schemas: schemasOf(first), objects: objects.toSorted(byAddress) }
  })
}

const byAddress = (a: ExpectedObject, b: ExpectedObject): number =>
  a.address < b.address ? -1 : a.address > b.address ? 1 : 0

const schemasOf = ({ objects }: Model): string[] =>
  [...objects.values()]
    .filter(({ address }) => address.type === 'schema')
    .map(({ address }) => address.names[0] ?? '')
    .toSorted()

const ATTRIBUTES: ReadonlyMap<Kind, readonly string[]> = new Map(
  GUARDED.map(({ kind, attributes }) => [kind, attributes]),
)

/** Each object by its key. */
function hashesOf({ objects }: Model): ReadonlyMap<string, { address: string; hash: string }> {
  const hashes = new Map<string, { address: string; hash: string }>()
  for (const { kind, key, address, attributes } of objects.values()) {
    const names = ATTRIBUTES.get(kind)
    if (!names) continue
    const said = [
      kind,
      address.type,
      address.names,
      address.args,
      ...names.map((name) => attributes[name] ?? null),
    ]
    hashes.set(key, { address: describeAddress(address), hash: hashOf(said) })
  }
  return hashes
}

/** Half of it is enough to tell texts apart that nobody made on purpose. */
export const HASH_DIGITS = 32

const hashOf = (said: readonly AttributeValue[]): string =>
  createHash('sha256')
    .update(`[${said.map((value) => JSON.stringify(textOf(value))).join(', ')}]`)
    .digest('hex')
    .slice(0, HASH_DIGITS)

/** A value as Postgres casts it to text; null stays null. */
function textOf(value: AttributeValue): string | null {
  if (value === null) return null
  return Array.isArray(value) ? arrayText(value) : String(value)
}

const arrayText = (values: readonly AttributeValue[]): string =>
  `{${values.map(elementText).join(',')}}`

function elementText(value: AttributeValue): string {
  if (value === null) return 'NULL'
  if (Array.isArray(value)) return arrayText(value)
  if (typeof value === 'boolean') return value ? 't' : 'f'
  const text = String(value)
  const isPlain = text !== '' && !/[{}",\\ \t\n\r\v\f]/.test(text) && !/^null$/i.test(text)
  return isPlain ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
