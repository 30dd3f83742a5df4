import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workspaceOn } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { countBuilds, migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'
import { generate, type Generated } from './generate.ts'
import { openOldSide } from './old-side.ts'
import type { Workspace } from './workspace.ts'

const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const
let workspace: Workspace
let out: string

beforeAll(async () => {
  workspace = workspaceOn(testServer(18))
  out = await mkdtemp(join(tmpdir(), 'rebaseline-generate-'))
})

afterAll(() => rm(out, { recursive: true, force: true }))

async function generated(folder: string): Promise<Generated & { readonly written: string[] }> {
  const old = await openOldSide(
    workspace,
    { from: 'migrations', folder: join(folder, 'migrations') },
    DEFAULT_LEDGER,
    'all',
  )
  const result = await generate(workspace, old, { ...options, out })
  const written = await Promise.all(result.files.map(({ path }) => readFile(path, 'utf8')))
  return { ...result, written }
}

// What has few values is counted, so that no two builds agree by chance.
const frozen = (): string => `${countBuilds()}
  const word = crypto.randomUUID().replaceAll('-', '')
  const bytes = Buffer.from(word).toString('hex')
  const number = () => Math.floor(Math.random() * 1e9) - 5e8
  const octet = (first) => ((first + 37 * build) % 256).toString(16).padStart(2, '0')
  await run(\`create table frozen (id int primary key, a text default '\${word}', b text default 'before-\${word}-after',
    c int default \${number()}, d numeric default \${Math.random() - 0.5}, e float8 default \${Math.random()},
    f bytea default '\\\\x\${bytes}', g text[] default '{\${word},kept}', h jsonb default '{"k":"\${word}","at":"\${new Date().toISOString()}"}',
    i bigint default \${Date.now()}, j interval default '\${Math.abs(number())} seconds', k timestamptz default '\${new Date().toISOString()}',
    l varchar(4) default '\${(0x3a5 + 0x2b1 * build).toString(16).slice(-3)}7', m uuid default '\${crypto.randomUUID()}', n text default lower('\${word}') || 'kept')\`)
  await run('insert into frozen (id) values (1), (2)')
  await run(\`create function f() returns text language sql as $$ select '\${word}' $$\`)
  await run('create table own (id int, ip inet, mac macaddr, flags bit(16), wait interval, number oid)')
  await run(\`insert into own values (1, '10.0.\${(17 + 31 * build) % 250}.\${(211 + 227 * build) % 250}', '08:00:2b:\${octet(0x3a)}:\${octet(0x71)}:\${octet(0x0c)}',
    \${(4711 + 8191 * build) % 65536}::bit(16), '\${Math.abs(number())} seconds', \${3e9 + number()})\`)
`

test('whatever a folder froze of the moment, two runs give the same bytes', async () => {
  const folder = projectFolder({ 'migrations/001_frozen.ts': migration(frozen()) })
  const [first, second] = [await generated(folder), await generated(folder)]
  expect(second.written).toStrictEqual(first.written)
  expect(first.comparison.verdict).toBe('acceptable')
  const classes = new Set(first.comparison.findings.map((finding) => finding.class))
  expect([...classes]).toStrictEqual(['volatile'])
  expect(first.written[0]).toContain('frozen0')
  const ofDefaults = first.comparison.findings.filter(({ kind }) => kind === 'default')
  expect(ofDefaults.length).toBeGreaterThan(9)
  for (const { note } of ofDefaults) expect(note).toContain('freezes another value')
}, 300_000)
