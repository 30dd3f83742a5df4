import { DIFFERENCE_CLASSES, type AttributeDifference } from '../../shared/finding.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import { kinds } from '../kinds/registry.ts'
import { ruleOf, type CompareResult } from './compare.ts'
import type { Delta } from './delta.ts'
import { isAnotherValue } from './another-value.ts'
import { cutLiterals, type NumbersToo } from './literals.ts'

/** What an attribute said in two builds of the same folder. */
export interface TwoBuilds {
  readonly first: string
  readonly second: string
}

/** Attributes that differ between two builds of the same folder: key of the object to attribute name. */
export type VolatileAttributes = ReadonlyMap<string, ReadonlyMap<string, TwoBuilds>>

/** What of the difference between two builds of the same folder is nothing but another value. */
export function volatileAttributes({ deltas }: CompareResult): VolatileAttributes {
  const volatile = new Map<string, Map<string, TwoBuilds>>()
  for (const delta of deltas) {
    if (delta.change !== 'changed') continue
    const { key } = delta.old
    for (const { name, old, rebuilt } of [...delta.attributes, ...wholeTexts(delta)]) {
      if (!sameShape(old, rebuilt, literalsOf(delta.old, name))) continue
      const known = volatile.get(key) ?? new Map<string, TwoBuilds>()
      volatile.set(key, known.set(name, { first: old, second: rebuilt } as TwoBuilds))
    }
  }
  return volatile
}

/** Definitions that hold what differs once more: they are what is written. */
const wholeTexts = ({ old, rebuilt }: Extract<Delta, { change: 'changed' }>) =>
  Object.entries(old.attributes).flatMap(([name, value]): AttributeDifference[] => {
    const other = rebuilt.attributes[name] ?? null
    const rule = ruleOf(old, name)
    const holdsIt =
      rule === 'whole' || (rule === 'unused' && sameShape(value, other, literalsOf(old, name)))
    return holdsIt && value !== other ? [{ name, old: value, rebuilt: other }] : []
  })

/**
 * True where only literals differ that two builds of the old folder give different values too, and each by another value
 * of the same sort: everything else, also a literal beside them, has to be equal.
 */
export const isVolatileValue = (
  volatile: VolatileAttributes,
  object: CatalogObject,
  { name, old, rebuilt }: AttributeDifference,
): boolean => {
  const builds = volatile.get(object.key)?.get(name)
  if (!builds || typeof old !== 'string' || typeof rebuilt !== 'string') return false
  const numbers = literalsOf(object, name)
  const expected = JSON.stringify(maskedText(old, builds, numbers))
  return expected === JSON.stringify(maskedText(rebuilt, builds, numbers))
}

/** Which literals of an attribute may be volatile; `one text`: it is no SQL, but a text as a whole. */
export type Literals = NumbersToo | 'one text'

/** Which those of that attribute are. */
export function literalsOf(object: CatalogObject, name: string): Literals {
  const own = kinds[object.kind].class
  if (own && !DIFFERENCE_CLASSES[own].blocks) return 'one text'
  const rule = ruleOf(object, name)
  return rule === 'expression' || rule === 'whole' ? 'with numbers' : 'quoted only'
}

/** Whether a literal differs between two builds, and what type it is cast to; undefined where it can't be told. */
export interface LiteralBuilds extends TwoBuilds {
  readonly type: string
}

/** The literals of a text in both builds, by their place; undefined where the text isn't put together as they are. */
export function literalBuilds(
  text: string,
  { first, second }: TwoBuilds,
  numbers: NumbersToo,
): readonly (LiteralBuilds | undefined)[] | undefined {
  const shape = JSON.stringify(shapeOf(text, numbers))
  if ([first, second].some((build) => JSON.stringify(shapeOf(build, numbers)) !== shape)) {
    return undefined
  }
  const [one, two] = [cutLiterals(first, numbers), cutLiterals(second, numbers)]
  return one.map((part, place) => {
    const [other, next] = [two[place], one[place + 1]]
    if (!('literal' in part) || !other || !('literal' in other)) return undefined
    const type = typeAfter(next && 'text' in next ? next.text : '')
    return { first: part.literal, second: other.literal, type }
  })
}

/** The type that a literal is cast to, where it is; a text otherwise. */
const typeAfter = (rest: string): string => /^::([^)\s,]+)/.exec(rest)?.[1] ?? 'text'

/** The parts of a text, with nothing but the type in place of what is volatile: equal for all builds of the folder. */
export function maskedText(text: string, builds: TwoBuilds, numbers: Literals): readonly unknown[] {
  if (numbers === 'one text') return [isAnotherValue(text, builds, 'text') ? { any: 'text' } : text]
  const literals = literalBuilds(text, builds, numbers)
  return cutLiterals(text, numbers).map((part, place) => {
    if ('text' in part) return part.text
    const known = literals?.[place]
    if (!known || known.first === known.second) return part.literal
    return isAnotherLiteral(part.literal, known) ? { any: part.type } : part.literal
  })
}

function isAnotherLiteral(literal: string, { first, second, type }: LiteralBuilds): boolean {
  const all = [literal, first, second]
  // Digits alone, or with the type that a negative number is printed with, are numbers.
  if (all.some((each) => !each.startsWith("'") || !each.endsWith("'"))) return true
  const [value = '', one = '', two = ''] = all.map((each) => each.slice(1, -1))
  return isAnotherValue(value, { first: one, second: two }, type)
}

/** A text with nothing but the type in place of each literal. */
const shapeOf = (text: string, numbers: NumbersToo): readonly string[] =>
  cutLiterals(text, numbers).map((part) => ('literal' in part ? part.type : part.text))

/** Two texts that differ only inside of their literals, of which there is at least one. */
function sameShape(a: AttributeValue, b: AttributeValue, numbers: Literals): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false
  if (numbers === 'one text') return true
  const shapes = [a, b].map((text) => shapeOf(text, numbers))
  const [first = [], second = []] = shapes
  return first.length > 1 && JSON.stringify(first) === JSON.stringify(second)
}
