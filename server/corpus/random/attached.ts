import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { chosen, type Part } from './place.ts'
import { remarks } from './texts.ts'

/** COMMENT ON anything. */
export const comments: fc.Arbitrary<Part> = fc
  .record({ target: fc.nat(400), text: remarks })
  .map(({ target, text }) => (place) => {
    const on = chosen(place.remarkable, target)
    if (on) place.run(`COMMENT ON ${on} IS ${literal(text)}`)
  })

/** ALTER … OWNER TO. */
export const owners: fc.Arbitrary<Part> = fc
  .record({ target: fc.nat(400), role: fc.nat(9) })
  .map(({ target, role }) => (place) => {
    const on = chosen(place.ownable, target)
    const to = chosen(place.roles, role)
    if (!on || !to) return
    // Who owns most stands for the migrating role: that has to stay the one that migrates.
    const most = place.tables.length + place.views.length + place.sequences.length
    if ((place.given + 1) * 2 >= most) return
    place.given += 1
    place.run(`ALTER ${on} OWNER TO ${ident(to)}`)
  })

/** GRANT and REVOKE. */
export const privileges: fc.Arbitrary<Part> = fc
  .record({
    target: fc.nat(400),
    right: fc.nat(9),
    role: fc.nat(9),
    how: fc.constantFrom('GRANT', 'GRANT WITH OPTION', 'PASSED ON', 'REVOKE', 'REVOKE ALL'),
  })
  .map(({ target, right, role, how }) => (place) => {
    const on = chosen(place.grantable, target)
    const whom = chosen(['PUBLIC', ...place.roles.map(ident), 'CURRENT_USER'], role)
    const what = on && chosen(on.rights, right)
    if (!on || !what) return
    // Nobody can give PUBLIC the right to pass it on.
    const option = how === 'GRANT WITH OPTION' && whom !== 'PUBLIC' ? ' WITH GRANT OPTION' : ''
    if (how === 'PASSED ON') {
      const [by] = place.roles.map(ident)
      if (!by || whom === by) return
      place.run(`GRANT USAGE ON SCHEMA ${ident(place.schema)} TO ${by}`)
      place.run(`GRANT ${what} ON ${on.target} TO ${by} WITH GRANT OPTION`)
      place.run(`SET ROLE ${by}`)
      place.run(`GRANT ${what} ON ${on.target} TO ${whom}`)
      place.run('RESET ROLE')
    } else if (how === 'REVOKE') place.run(`REVOKE ${what} ON ${on.target} FROM ${whom}`)
    else if (how === 'REVOKE ALL') place.run(`REVOKE ALL ON ${on.target} FROM ${whom} CASCADE`)
    else place.run(`GRANT ${what} ON ${on.target} TO ${whom}${option}`)
  })

/** ALTER DEFAULT PRIVILEGES in the schema. */
export const defaultPrivileges: fc.Arbitrary<Part> = fc
  .record({
    what: fc.constantFrom('SELECT ON TABLES', 'USAGE ON SEQUENCES', 'EXECUTE ON FUNCTIONS', 'USAGE ON TYPES'),
    role: fc.nat(9),
    option: fc.constantFrom('', ' WITH GRANT OPTION'),
  })
  .map(({ what, role, option }) => (place) => {
    const to = chosen(place.roles, role)
    if (!to) return
    place.run(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${ident(place.schema)} GRANT ${what} TO ${ident(to)}${option}`,
    )
  })
