import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { baselineNames } from '../baseline/names.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { findProject } from '../project/project.ts'
import { testServer } from '../testing/postgres.ts'
import { draftStoreOf } from '../workbench/draft-store.ts'
import { ProjectWay } from '../workbench/project-way.ts'
import { Workbench } from '../workbench/workbench.ts'
import { ITEM_IDS, type Checklist } from '../../shared/checklist.ts'
import type { JobKind } from '../../shared/job.ts'

const ADA = { name: 'Ada', email: 'ada@studio.test' }
let workbench: Workbench
let drafts: Readonly<Record<'baseline' | 'seed', string>>

beforeAll(async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001_users.ts': migration(`
      await run("create table users (id uuid primary key default gen_random_uuid(), email text, made timestamptz default now())")
      await run("create unique index users_email_idx on users (lower(email)) where email is not null")
      await run("create index users_made_idx on users (made)")
      await run("create table notes (id serial primary key, author uuid references users, text text)")
      await run("insert into users (email) values ('first@studio.test'), ('second@studio.test')")
      await run("insert into notes (author, text) select id, 'by ' || email from users")
      await run("comment on table users is 'People'")
      const from = new Date().toISOString()
      await run("create table plans (starts timestamptz default '" + from + "')")`),
  })
  const project = findProject(join(folder, 'migrations'))
  const names = baselineNames(['001_users'])
  const server = testServer(18).url.reveal()
  const way = new ProjectWay({
    project,
    ledger: DEFAULT_LEDGER,
    seed: 'all',
    beginning: null,
    drafts: draftStoreOf(project),
    workspace: async () => ({ oldServer: server, rebuiltServer: server }),
  })
  workbench = new Workbench({ way, mask: (text) => text, person: async () => ADA })
  const [baseline = '', seed = ''] = names.map((name) =>
    join(folder, '.rebaseline', 'drafts', `${name}.ts`),
  )
  drafts = { baseline, seed }
})

afterAll(() => workbench.close())

async function run(kind: JobKind): Promise<void> {
  workbench.start(kind)
  const job = await workbench.ended()
  expect(job).toMatchObject({ state: 'done', error: null })
}

/** Edits a draft as any editor does. */
function edit(name: 'baseline' | 'seed', from: RegExp, to: string): () => void {
  const before = readFileSync(drafts[name], 'utf8')
  const after = before.replace(from, to)
  expect(after).not.toBe(before)
  writeFileSync(drafts[name], after)
  return () => writeFileSync(drafts[name], before)
}

const textOf = (draft: string, what: string) =>
  expect.stringMatching(
    new RegExp(`^the text of the ${draft} draft \\(${what}, from line \\d+ on\\)$`),
  )
const refusals = async (): Promise<string[]> => [...(await workbench.review.refusals())]
const seenIn = ({ items }: Checklist): Record<string, string> =>
  Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
/** What is not current, with what changed of it. */
async function stale(): Promise<Record<string, readonly string[] | undefined>> {
  const { items } = await workbench.review.checklist()
  const open = items.filter(({ signOff }) => signOff?.state !== 'current')
  return Object.fromEntries(open.map(({ id, signOff }) => [id, signOff?.changed]))
}

test('all is signed, and stays signed when the old folder is replayed with other random values', async () => {
  await run('prove')
  const { review } = workbench
  const { acknowledgements } = await review.checklist()
  expect(acknowledgements.map((each) => each.class)).toContain('volatile')
  for (const { class: name, hash } of acknowledgements) {
    await review.acknowledge({ class: name, seen: hash, person: ADA, reason: 'made anew' })
  }
  const seen = seenIn(await review.checklist())
  const signed = await review.sign({ items: [], seen, person: ADA, note: 'all of it' })
  expect(signed.items.map(({ signOff }) => signOff?.state)).toEqual(ITEM_IDS.map(() => 'current'))
  expect(await refusals()).toEqual([])
  const { next } = await workbench.overview()
  expect(next).toEqual({ text: 'Export the approved baseline', screen: 'export' })
  await run('prove')
  expect(await stale()).toEqual({})
  expect(await refusals()).toEqual([])
})

test('an edit that changes one index makes that item stale, and the one for the text, once it was verified', async () => {
  const back = edit('baseline', /create unique index/i, 'CREATE INDEX')
  expect(await refusals()).toEqual([
    expect.stringMatching(/^verify again first: the drafts changed/),
  ])
  const seen = seenIn(await workbench.review.checklist())
  const again = workbench.review.sign({ items: ['tables'], seen, person: ADA, note: '' })
  await expect(again).rejects.toThrow('verify again first')

  await run('verify')
  const index = 'index public.users_email_idx on the rebuilt side'
  const text = textOf('baseline', '1 line added, 1 line removed')
  expect(await stale()).toEqual({
    indexes: [index, 'the differences found'],
    unmodeled: [text],
  })
  expect(await refusals()).toEqual([
    '1 difference blocks',
    `“Indexes present” changed since it was signed: ${index}, the differences found`,
    expect.stringMatching(/^“Nothing unmodeled” changed since it was signed: the text of the base/),
  ])
  const blocked = workbench.review.sign({ items: ['indexes'], seen, person: ADA, note: '' })
  await expect(blocked).rejects.toThrow('1 difference blocks')

  back()
  await run('verify')
  expect(await stale()).toEqual({})
})

test('a renamed index is one to acknowledge: its item and that of acceptable differences are stale', async () => {
  const back = edit('baseline', /users_made_idx/g, 'users_by_time')
  await run('verify')
  expect(await stale()).toMatchObject({
    indexes: [
      'index public.users_by_time on the rebuilt side',
      'index public.users_made_idx on the rebuilt side',
      'the differences found',
    ],
    acceptable: ['the differences of class name'],
  })
  expect(await refusals()).toContain('1 difference of class name: not acknowledged')
  back()
  await run('verify')
  expect(await refusals()).toEqual([])
})

test('an edit that builds the same keeps the export off until its text is signed', async () => {
  const back = edit('baseline', /^/, '// Looked through by Ada.\n')
  expect(await refusals()).toEqual([expect.stringMatching(/^verify again first/)])
  await run('verify')
  expect(await stale()).toEqual({ unmodeled: [textOf('baseline', '1 line added')] })
  expect(await refusals()).toHaveLength(1)
  back()
  await run('verify')
  expect(await refusals()).toEqual([])
})

test('another seed row makes the seed item stale, and says which table', async () => {
  const back = edit('seed', /second@studio\.test/, 'third@studio.test')
  await run('verify')
  const changed = await stale()
  expect(Object.keys(changed)).toEqual(['seed'])
  expect(changed['seed']?.[0]).toMatch(/^the text of the seed draft \(1 line added, 1 line removed/)
  expect(changed['seed']).toContain('rows of table public.users on the rebuilt side')
  back()
})
