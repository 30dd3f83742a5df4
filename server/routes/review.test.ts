import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { API, TOKEN_HEADER } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import { buildApp, newLink } from '../app.ts'
import { wayOf } from '../testing/compared-run.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { finding, smallRun, smallSchema } from '../testing/small-run.ts'
import { Workbench } from '../workbench/workbench.ts'

const ADA = { name: 'Ada', email: 'ada@studio.test' }
let reviewed: ReviewedProject
let webRoot = ''
let app: FastifyInstance
let token = ''

async function open(project: ReviewedProject['project'] | null): Promise<void> {
  const way = wayOf(smallRun(), project)
  app = await buildApp({
    workbench: new Workbench({ way, mask: (text) => text, person: async () => ADA }),
    webRoot,
  })
  const code = newLink(app).split('#code=')[1]
  token = (await call('POST', API.session, { code })).json<{ token: string }>().token
}

beforeEach(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'rebaseline-web-'))
  writeFileSync(join(webRoot, 'index.html'), '')
  reviewed = await reviewedProject()
  await open(reviewed.project)
})
afterEach(async () => {
  await app.close()
  rmSync(webRoot, { recursive: true })
})

const call = (method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({
    method,
    url,
    headers: { host: 'localhost', origin: 'http://localhost', [TOKEN_HEADER]: token },
    ...(payload === undefined ? {} : { payload }),
  })
const checklist = async (): Promise<Checklist> => (await call('GET', API.checklist)).json()
const seenIn = ({ items }: Checklist): Record<string, string> =>
  Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))

test('the checklist is shown, acknowledged, signed and withdrawn from', async () => {
  await reviewed.keep(smallRun(smallSchema(), [finding()]), 1)
  const before = await checklist()
  expect(before).toMatchObject({ run: 1, person: ADA, broken: null })
  expect(before.items[0]?.evidence).not.toHaveProperty('parts')
  const [{ hash } = { hash: '' }] = before.acknowledgements
  const acknowledged = await call('POST', API.acknowledge, {
    class: 'comment',
    seen: hash,
    person: ADA,
    reason: 'ours',
  })
  expect(acknowledged.json()).toMatchObject({
    acknowledgements: [{ class: 'comment', given: { reason: 'ours', state: 'current' } }],
  })
  const request = { items: [], seen: seenIn(before), person: ADA, note: 'all' }
  const signed = (await call('POST', API.sign, request)).json<Checklist>()
  expect(new Set(signed.items.map(({ signOff }) => signOff?.state))).toEqual(new Set(['current']))
  const withdrawn = await call('POST', API.withdraw, { item: 'seed', person: ADA, note: '' })
  expect(withdrawn.json<Checklist>().items.find(({ id }) => id === 'seed')?.signOff).toBeNull()
  expect(await checklist()).toEqual(withdrawn.json())
})

test('what was not seen as it is now is refused by 409, with the reason', async () => {
  await reviewed.keep(smallRun(), 1)
  const seen = seenIn(await checklist())
  await reviewed.keep(smallRun(smallSchema({ unique: false })), 2)
  const request = { items: ['indexes'], seen, person: ADA, note: '' }
  const response = await call('POST', API.sign, request)
  expect(response.statusCode).toBe(409)
  expect(response.json()).toMatchObject({
    error: { code: 'evidence-changed', message: expect.stringContaining('users_email_idx') },
  })
})

test.each([
  [API.sign, { items: ['nothing'], seen: {}, person: ADA, note: '' }],
  [API.sign, { items: ['tables'], person: ADA, note: '' }],
  [API.sign, { items: [], seen: { tables: 1 }, person: ADA, note: '' }],
  [API.sign, { items: [], seen: {}, person: { name: '', email: '' }, note: '' }],
  [API.sign, { items: [], seen: {}, person: ADA, note: '', more: 1 }],
  [API.withdraw, { item: '../seed', person: ADA, note: '' }],
  [API.acknowledge, { class: 'comment', seen: '', person: ADA, reason: '' }],
  [API.acknowledge, { class: 'comment', seen: '', person: ADA, reason: 'x'.repeat(4001) }],
])('%s refuses what is not of its form', async (url, payload) => {
  await reviewed.keep(smallRun(), 1)
  expect((await call('POST', url, payload)).statusCode).toBe(400)
  expect((await checklist()).log).toEqual([])
})

test('two existing databases have no checklist, and a sentence says so', async () => {
  await app.close()
  await open(null)
  const response = await call('GET', API.checklist)
  expect(response.statusCode).toBe(409)
  expect(response.json()).toMatchObject({
    error: { code: 'not-this-way', help: expect.stringContaining('--migrations') },
  })
})

test('hostile words stay words', async () => {
  await reviewed.keep(smallRun(), 1)
  const person = { name: '__proto__ <img onerror=1>', email: '"\u2028"' }
  const seen = seenIn(await checklist())
  const note = '</script>\u0000\n*/'
  const { log } = (await call('POST', API.sign, { items: ['seed'], seen, person, note })).json()
  expect(log).toMatchObject([{ person, note }])
  const file = join(reviewed.project.folder, '.rebaseline', 'review.json')
  expect(JSON.parse(readFileSync(file, 'utf8')).log).toMatchObject([{ person, note }])
})
