import { expect, test } from 'vitest'
import type { Finding } from '../../shared/finding.ts'
import { secondOpinion } from './opinion.ts'

const dump = (...entries: readonly string[]) => ({ text: entries.join(''), migratingRole: 'maker' })
const defaultsOf = (schema: string, made: string): string =>
  [
    '--',
    `-- Name: DEFAULT PRIVILEGES FOR ${made}; Type: DEFAULT ACL; Schema: ${schema}; Owner: maker`,
    '--',
    '',
    `ALTER DEFAULT PRIVILEGES FOR ROLE maker IN SCHEMA ${schema} GRANT SELECT ON ${made}  TO PUBLIC;`,
    '\n',
  ].join('\n')
const found = (names: readonly string[], made: string): Finding => ({
  class: 'privilege',
  kind: 'default-privilege',
  address: { type: 'default-privilege on default acl', names, args: [made, 'reader'] },
  change: 'added',
  attributes: [],
})

test.each([
  ['of one schema', ['', 'studio'], 'r', 'TABLES', 'studio'],
  ['of all', [''], 'S', 'SEQUENCES', '-'],
  ['of another role', ['bob', 'studio'], 'f', 'FUNCTIONS', 'studio'],
])('a default privilege %s is told by its own finding', (_of, names, made, said, schema) => {
  const opinion = (address: readonly string[], of: string) => {
    const finding = found(address, of)
    const known = { findings: [finding], noticed: [finding.address] }
    return secondOpinion(dump(), dump(defaultsOf(schema, said)), known)
  }
  expect(opinion(names, made)).toMatchObject({ explained: 1, findings: [] })
  const noticed = [found(names, made).address]
  const accepted = secondOpinion(dump(), dump(defaultsOf(schema, said)), { findings: [], noticed })
  expect(accepted).toMatchObject({ explained: 1, findings: [] })
  expect(opinion(['', 'elsewhere'], made).findings).toHaveLength(1)
  expect(opinion(names, 'T').findings).toHaveLength(1)
})

test('a name of several lines is the one that pg_dump heads its object with, in one', () => {
  const schema = (owner: string): string =>
    [
      '--',
      `-- Name: two lines; Type: SCHEMA; Schema: -; Owner: ${owner}`,
      '--',
      '',
      `CREATE SCHEMA "two\nlines";\n\n\nALTER SCHEMA "two\nlines" OWNER TO ${owner};`,
      '\n',
    ].join('\n')
  const opinion = (name: string) => {
    const address = { type: 'owner on schema', names: [name], args: [] }
    const change = { class: 'owner', kind: 'owner', change: 'added', attributes: [] } as const
    const known = { findings: [{ ...change, address }], noticed: [address] }
    return secondOpinion(dump(schema('maker')), dump(schema('app')), known)
  }
  expect(opinion('two\nlines')).toMatchObject({ explained: 1, findings: [] })
  expect(opinion('two\nothers').findings).toHaveLength(1)
})
