import { expect, test } from 'vitest'
import type { AttributeRule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { corpusCases } from './corpus-cases.ts'

/** Not compared by themselves. */
const UNCOMPARED: ReadonlySet<AttributeRule> = new Set(['unused', 'origin'])

const OF_THE_SERVER = 'a tablespace belongs to the server: kinds/tablespace.db.test.ts'
const IN_THE_ADDRESS = 'it is in the address: another one is another object'

/** Why no case shows an attribute by its name. */
const WITHOUT_A_CASE: Readonly<Record<string, string>> = {
  'table tablespace': OF_THE_SERVER,
  'column position': 'it is told of the table, as the order of its columns: column--order',
  'constraint tablespace': OF_THE_SERVER,
  'constraint definition': 'a net below the others: what they leave out is not known',
  'index tablespace': OF_THE_SERVER,
  'materialized-view tablespace': OF_THE_SERVER,
  'trigger cloneOf': 'it follows from the trigger that is copied, which is told itself',
  'privilege grantee': IN_THE_ADDRESS,
  'default-privilege grantee': IN_THE_ADDRESS,
  'default-privilege passedOn': 'only the role itself grants its default privileges',
}

test('a case shows of every attribute that another value of it is found, but for a reason', () => {
  const shown = new Set(
    corpusCases().flatMap(({ expected }) =>
      expected.flatMap(({ kind, attributes = [] }) => attributes.map((name) => `${kind} ${name}`)),
    ),
  )
  const compared = Object.values(kinds).flatMap(({ kind, attributes }) =>
    Object.entries(attributes)
      .filter(([, rule]) => !UNCOMPARED.has(rule))
      .map(([name]) => `${kind} ${name}`),
  )
  expect(compared.filter((each) => !shown.has(each))).toEqual(Object.keys(WITHOUT_A_CASE))
})
