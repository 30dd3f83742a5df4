import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { Part } from './place.ts'
import { names } from './texts.ts'

const OPTIONS = ['binary = true', "synchronous_commit = 'local'", 'streaming = on'] as const
const NEWER = ['two_phase = true', 'disable_on_error = true'] as const
const NEWEST = ['origin = none', 'run_as_owner = true', 'password_required = false', 'failover = true'] as const

/** CREATE SUBSCRIPTION that connects to nobody. */
export const subscriptions: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    host: fc.constantFrom('host=one', 'postgresql://me@one:5433/db', 'host=\'a b\' port = 1', 'host=one password=secret'),
    publications: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }),
    slot: fc.constantFrom("'a_slot'", 'none'),
    options: fc.subarray([...OPTIONS, ...NEWER, ...NEWEST]),
    enabled: fc.boolean(),
  })
  .map(({ name, host, publications, slot, options, enabled }) => (place) => {
    const own = ident(place.wideName(name))
    const known = options.filter(
      (option) =>
        (OPTIONS as readonly string[]).includes(option) ||
        (place.major >= 15 && (NEWER as readonly string[]).includes(option)) ||
        (place.major >= 17 && (NEWEST as readonly string[]).includes(option)),
    )
    // These need a slot to be told to.
    const possible = known.filter((option) => slot !== 'none' || !/two_phase|failover/.test(option))
    const said = ['connect = false', `slot_name = ${slot}`, ...possible].join(', ')
    const told = publications.map(ident).join(', ')
    place.run(`CREATE SUBSCRIPTION ${own} CONNECTION ${literal(host)} PUBLICATION ${told} WITH (${said})`)
    if (enabled && slot !== 'none') place.run(`ALTER SUBSCRIPTION ${own} ENABLE`)
    place.remarkable.push(`SUBSCRIPTION ${own}`)
  })
