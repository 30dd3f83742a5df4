import fc from 'fast-check'
import type { Part } from './place.ts'
import { names } from './texts.ts'

/** CREATE SEQUENCE with bounds of its own. */
export const sequences: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    type: fc.constantFrom('bigint', 'integer', 'smallint'),
    increment: fc.constantFrom(1, -1, 5, -20),
    least: fc.option(fc.integer({ min: -300, max: 0 }), { nil: undefined }),
    most: fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
    start: fc.option(fc.constantFrom(0, 1), { nil: undefined }),
    cache: fc.integer({ min: 1, max: 9 }),
    cycle: fc.boolean(),
    unlogged: fc.boolean(),
  })
  .map(({ name, type, increment, least, most, start, cache, cycle, unlogged }) => (place) => {
    const sql = place.in(place.name(name))
    // What it starts with lies within its bounds, whichever of them are told.
    const bounds = [`MINVALUE ${least ?? -5}`, `MAXVALUE ${most ?? 50}`]
    const words = [
      ...(unlogged && place.major >= 15 ? ['UNLOGGED'] : []),
      `SEQUENCE ${sql} AS ${type} INCREMENT BY ${increment}`,
      ...bounds,
      ...(start === undefined ? [] : [`START WITH ${start}`]),
      `CACHE ${cache}`,
      ...(cycle ? ['CYCLE'] : []),
    ]
    place.run(`CREATE ${words.join(' ')}`)
    place.sequences.push(sql)
    place.made(`SEQUENCE ${sql}`, ['USAGE', 'SELECT', 'UPDATE'])
  })
