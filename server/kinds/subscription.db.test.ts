import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { build, workspaceOn } from '../corpus/check-case.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { hiddenNotes } from '../proof/hidden-notes.ts'
import { readSide } from '../proof/read-side.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { attributesOf, builtTwice, objectsOf } from '../testing/built-twice.ts'
import { testServer } from '../testing/postgres.ts'

const made = (name: string, connection: string, more = ''): string =>
  `create subscription ${name} connection '${connection.replaceAll("'", "''")}' publication told with (connect = false, slot_name = none${more});`

/** What each text becomes; every hunter2 in it is a secret. */
const CONNECTIONS: readonly (readonly [
  given: string,
  shown: string,
  secrets: readonly string[],
])[] = [
  ['host=a  port = 5433 password=hunter2', "host=a port=5433 password=''", ['password']],
  ["host=a password = 'hun\\'ter2 hunter2' user=me", "host=a password='' user=me", ['password']],
  ["host='a b'password=hunter2 user=me", "host='a b' password='' user=me", ['password']],
  ['password=hunter2\\ hunter2 user=me', "password='' user=me", ['password']],
  [
    'password= hunter2 sslpassword=hunter2',
    "password='' sslpassword=''",
    ['password', 'sslpassword'],
  ],
  ['user=me password=', "user=me password=''", ['password']],
  ['user=me', 'user=me', []],
  ['', '', []],
  [
    'postgresql://me:hunter2@a:5433,b/db?sslmode=require',
    'postgresql://me:@a:5433,b/db?sslmode=require',
    ['password'],
  ],
  ['postgres://me:hunter2?hunter2&x@a/db', 'postgres://me:@a/db', ['password']],
  [
    'postgresql://a/db?user=me&password=hunter2&sslmode=require',
    'postgresql://a/db?user=me&password=&sslmode=require',
    ['password'],
  ],
  ['postgresql://a/db?p%61ssword=hunter2', 'postgresql://a/db?p%61ssword=', ['p%61ssword']],
  ['postgresql://me@[::1]/db', 'postgresql://me@[::1]/db', []],
]

/** The same database for a role that may read little. */
function asWeak(url: DatabaseUrl): DatabaseUrl {
  const weak = new URL(url.reveal())
  weak.username = 'weak_reader'
  weak.password = 'weak'
  return new DatabaseUrl(weak.href)
}

test.each([15, 18] as const)(
  'on PostgreSQL %i no secret of a connection is read, in whatever form it stands, and all else of it is',
  async (major) => {
    const ddl = CONNECTIONS.map(([given], place) => made(`s${place + 10}`, given)).join('\n')
    const { old, rebuilt, statements } = await builtTwice(major, ddl)
    const shown = Object.values(attributesOf(old, 'subscription')).map((each) => [
      each['connection'],
      each['secrets'],
    ])
    expect(shown).toEqual(CONNECTIONS.map(([, text, secrets]) => [text, secrets]))
    expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter2')
    // An address keeps its form, so that one without a password has none to name any more.
    expect(
      Object.values(attributesOf(rebuilt, 'subscription')).map((each) => each['connection']),
    ).toEqual(CONNECTIONS.map(([, text]) => text))
    expect(hiddenNotes(old, rebuilt)).toContainEqual(
      expect.stringMatching(/^the value of sslpassword of the subscription s14: .*not read/),
    )
  },
)

test('who may not read where a subscription connects to is told so, which blocks, and the rest is compared', async () => {
  const server = testServer(15)
  const { runId } = server
  const databases = [
    await build(
      server,
      `create role weak_reader login password 'weak'; ${made('heard', 'host=one')}`,
    ),
    await build(server, made('heard', 'host=two', ', binary = true')),
  ]
  const [old, rebuilt] = databases
  if (!old || !rebuilt) throw new Error('two were built')
  await withConnection(old.url, server, (query) =>
    query(
      `create table t (); do $$ begin execute format('grant connect on database %I to weak_reader', current_database()); end $$`,
    ),
  )
  const weak = await readSide(asWeak(old.url), {
    runId,
    ledger,
    seed: 'none',
  })
  const strong = await readSide(rebuilt.url, { runId, ledger, seed: 'none' })
  const { findings } = await compareSides(workspaceOn(server), weak, strong, {
    ledger,
    seed: 'none',
  })
  const told = findings.filter(({ address }) => address.names[0] === 'heard')
  expect(told).toMatchObject([
    { class: 'structural', kind: 'subscription', attributes: [{ name: 'binary' }] },
    { class: 'unreadable', note: expect.stringMatching(/^where it connects to can only be read/) },
  ])
})

test('that a baseline enables nothing is said where a side was built, and differs between two that were given', async () => {
  const server = testServer(18)
  const read = async (ddl: string) =>
    readSide((await build(server, ddl)).url, { runId: server.runId, ledger, seed: 'none' })
  const off = made('heard', 'host=one').replace('none', "'one'")
  const [enabled, disabled] = [
    await read(`${off} alter subscription heard enable`),
    await read(off),
  ]
  const compared = (old: typeof enabled, rebuilt: typeof enabled, rebuiltIs: 'built' | 'given') =>
    compareSides(workspaceOn(server), old, rebuilt, { ledger, seed: 'none', rebuiltIs })
  const built = await compared(enabled, disabled, 'built')
  expect(built.findings).toEqual([])
  expect(built.notCompared).toContainEqual(
    expect.stringMatching(/^whether the subscription heard is enabled: .*no baseline enables/),
  )
  for (const [old, rebuilt, rebuiltIs] of [
    [enabled, disabled, 'given'],
    [disabled, enabled, 'built'],
  ] as const) {
    const { findings } = await compared(old, rebuilt, rebuiltIs)
    expect(findings).toMatchObject([{ class: 'structural', attributes: [{ name: 'enabled' }] }])
  }
})
