import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { tableObject } from '../testing/compared-run.ts'
import { finding, smallRun, smallSchema } from '../testing/small-run.ts'
import { ITEM_IDS, ITEMS, type Checklist, type ItemId } from '../../shared/checklist.ts'
import type { Finding } from '../../shared/finding.ts'
import { ProjectReview } from './review.ts'

const ADA = { name: 'Ada', email: 'ada@studio.test' }
const ORDER = finding({ class: 'order', kind: 'table' })
const LOST = finding({ class: 'structural', kind: 'index' })

let reviewed: ReviewedProject
let review: ProjectReview
beforeEach(async () => {
  reviewed = await reviewedProject()
  review = new ProjectReview(reviewed.project, async () => ADA)
})

const keep = (number: number, findings: readonly Finding[] = [], index = {}) =>
  reviewed.keep(smallRun(smallSchema(index), findings), number)
const seenIn = ({ items }: Checklist): Record<string, string> =>
  Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
async function sign(items: readonly ItemId[], note = 'looked at it'): Promise<Checklist> {
  const seen = seenIn(await review.checklist())
  return review.sign({ items: [...items], seen, person: ADA, note })
}
const states = ({ items }: Checklist) =>
  items.map(({ signOff }) => (signOff ? signOff.state : 'unsigned'))
const obstaclesOf = async (id: ItemId): Promise<string[]> =>
  (await review.checklist()).items.find((item) => item.id === id)?.obstacles ?? []
const refusals = async (): Promise<string[]> => [...(await review.refusals())]
async function acknowledge(name: string, reason = 'ours'): Promise<Checklist> {
  const given = (await review.checklist()).acknowledgements.find((each) => each.class === name)
  return review.acknowledge({ class: name, seen: given?.hash ?? '', person: ADA, reason })
}

test('before anything was compared there is nothing to sign, and nothing to export', async () => {
  const checklist = await review.checklist()
  expect(checklist).toMatchObject({
    run: 0,
    person: ADA,
    broken: null,
    log: [],
    acknowledgements: [],
  })
  expect(checklist.items.map(({ title }) => title)).toEqual(Object.values(ITEMS))
  expect(new Set(checklist.items.flatMap(({ obstacles }) => obstacles))).toEqual(
    new Set(['nothing was compared yet: start a run first (rebaseline verify, or the Overview)']),
  )
  await expect(sign(['tables'])).rejects.toMatchObject({ code: 'sign-refused', status: 409 })
  expect(await refusals()).toEqual([
    'nothing was compared yet: start a run first (rebaseline verify, or the Overview)',
  ])
})

test('one item is signed with name, address and note; the others stay unsigned', async () => {
  await keep(1)
  const checklist = await sign(['indexes'], 'all of them')
  const signed = checklist.items.find(({ id }) => id === 'indexes')
  expect(signed?.signOff).toMatchObject({
    person: ADA,
    note: 'all of them',
    state: 'current',
    changed: [],
  })
  expect(states(checklist).filter((state) => state === 'unsigned')).toHaveLength(8)
  expect(checklist.log.map(({ what, note }) => [what, note])).toEqual([
    ['signed Indexes present', 'all of them'],
  ])
})

test('one note signs all of them, and then the export is allowed', async () => {
  await keep(1)
  expect(await refusals()).toEqual(Object.values(ITEMS).map((title) => `“${title}” is not signed`))
  expect(states(await sign([]))).toEqual(ITEM_IDS.map(() => 'current'))
  expect(await refusals()).toEqual([])
  expect((await sign([])).log).toHaveLength(9)
})

test('what was signed is stale only where what it covers changed, and says what', async () => {
  await keep(1)
  await sign([])
  await keep(2)
  expect(states(await review.checklist())).toEqual(ITEM_IDS.map(() => 'current'))
  await keep(3, [], { unique: false })
  const checklist = await review.checklist()
  expect(checklist.items.filter(({ signOff }) => signOff?.state === 'stale')).toMatchObject([
    {
      id: 'indexes',
      signOff: { changed: ['index public.users.users_email_idx on the rebuilt side'] },
    },
  ])
  expect(await refusals()).toEqual([
    '“Indexes present” changed since it was signed: index public.users.users_email_idx on the rebuilt side',
  ])
  await keep(4)
  expect(states(await review.checklist())).toEqual(ITEM_IDS.map(() => 'current'))
})

test('an item with a difference that blocks can not be signed, the others can', async () => {
  await keep(1, [LOST])
  await expect(sign(['tables', 'indexes'])).rejects.toThrow('1 difference blocks')
  expect((await review.checklist()).log).toEqual([])
  const checklist = await sign([])
  expect(checklist.items.filter(({ signOff }) => !signOff).map(({ id }) => id)).toEqual(['indexes'])
  expect(await refusals()).toEqual(['1 difference blocks', '“Indexes present” is not signed'])
})

test('acceptable differences can be signed once each class was acknowledged', async () => {
  await keep(1, [finding(), ORDER])
  expect(await obstaclesOf('acceptable')).toEqual([
    '1 difference of class order: not acknowledged',
    '1 difference of class comment: not acknowledged',
  ])
  await acknowledge('order')
  await expect(sign(['acceptable'])).rejects.toThrow('class comment')
  const { acknowledgements } = await acknowledge('comment', 'not ours')
  expect(acknowledgements).toMatchObject([
    { class: 'order', count: 1, given: { reason: 'ours', state: 'current' } },
    { class: 'comment', count: 1, given: { reason: 'not ours', person: ADA, state: 'current' } },
  ])
  expect(states(await sign([]))).toEqual(ITEM_IDS.map(() => 'current'))
})

test('an acknowledgement is for exactly the differences that were there', async () => {
  await keep(1, [finding(), ORDER])
  await acknowledge('comment')
  await acknowledge('order')
  const other = { ...finding(), attributes: [{ name: 'text', old: 'People', rebuilt: 'folk' }] }
  await keep(2, [other, ORDER])
  const { acknowledgements } = await review.checklist()
  expect(acknowledgements.map(({ given }) => given?.state)).toEqual(['current', 'stale'])
  expect(await refusals()).toContain(
    '1 difference of class comment: other ones were acknowledged, acknowledge them again',
  )
  await keep(3, [ORDER])
  expect((await review.checklist()).acknowledgements).toMatchObject([{ class: 'order' }])
})

test.each([
  ['structural', 'differences of this class block'],
  ['name', 'the last run found none'],
  ['__proto__', 'there is no such class'],
])('differences of class %s can not be acknowledged', async (name, why) => {
  await keep(1, [LOST, finding()])
  await expect(acknowledge(name)).rejects.toMatchObject({
    code: 'acknowledge-refused',
    message: expect.stringContaining(why),
  })
})

test('nothing is acknowledged without a reason', async () => {
  await keep(1, [finding()])
  await expect(acknowledge('comment', ' \n')).rejects.toThrow('there is no reason')
})

test('who saw something else than what stands there now is refused, and told what changed', async () => {
  await keep(1, [finding()])
  const before = await review.checklist()
  await keep(2, [{ ...finding(), change: 'missing' }], { unique: false })
  const request = { items: ['indexes' as const], seen: seenIn(before), person: ADA, note: '' }
  await expect(review.sign(request)).rejects.toMatchObject({
    code: 'evidence-changed',
    status: 409,
    message: expect.stringContaining('index public.users.users_email_idx on the rebuilt side'),
  })
  await expect(review.sign({ ...request, seen: {} })).rejects.toMatchObject({
    code: 'evidence-changed',
  })
  const { hash } = before.acknowledgements[0] ?? { hash: '' }
  await expect(
    review.acknowledge({ class: 'comment', seen: hash, person: ADA, reason: 'r' }),
  ).rejects.toMatchObject({ code: 'evidence-changed' })
  expect((await review.checklist()).log).toEqual([])
})

describe('once the drafts or the migrations were changed since the run', () => {
  test.each<[string, () => Promise<void> | void, string, string]>([
    ['baseline', () => reviewed.edit('baseline', 'edited'), 'the drafts', ''],
    ['seed', () => reviewed.edit('seed', 'edited'), 'the drafts', ''],
    [
      'migrations',
      () => {
        const { migrations } = reviewed.project
        writeFileSync(join(migrations, '002_b.ts'), 'export async function up() {}')
        // None of these is a migration.
        writeFileSync(join(migrations, 'helper.ts'), 'export const rooms = 1')
        writeFileSync(join(migrations, '__proto__.ts'), 'export async function up() {}')
      },
      'the old migrations',
      ': 002_b came into the folder after it, and the baseline holds nothing of that',
    ],
  ])('(%s) nothing is signed before it was verified again', async (_what, change, named, more) => {
    await keep(1, [finding()])
    await acknowledge('comment')
    await sign([])
    await change()
    const why = `verify again first: ${named} changed since run 1${more}`
    expect(await obstaclesOf('seed')).toEqual([why])
    expect(await refusals()).toEqual([why])
    await expect(sign(['seed'])).rejects.toThrow(why)
    await expect(acknowledge('comment')).rejects.toThrow(why)
  })

  test('taken back by hand, it is the text that was verified', async () => {
    await keep(1)
    await sign([])
    await reviewed.edit('baseline', 'edited')
    await reviewed.edit('baseline', 'baseline')
    expect(await refusals()).toEqual([])
  })
})

describe('a text that builds the same', () => {
  const signedTexts = async () => Object.fromEntries(await review.signedTexts())

  test.each([
    ['baseline', 'unmodeled', 'seed'],
    ['seed', 'seed', 'baseline'],
  ] as const)('in the %s draft is signed again by %s alone', async (draft, item, other) => {
    await reviewed.edit(draft, 'one\ntwo\n')
    await keep(1)
    await sign([])
    await reviewed.edit(draft, 'one\n// three\ntwo\n')
    await keep(2)
    const { items } = await review.checklist()
    expect(items.filter(({ signOff }) => signOff?.state === 'stale')).toMatchObject([
      {
        id: item,
        signOff: {
          changed: [`the text of the ${draft} draft (1 line added, from line 2 on)`],
          rewritten: draft,
        },
      },
    ])
    expect(await refusals()).toEqual([expect.stringContaining('(1 line added, from line 2 on)')])
    expect(await signedTexts()).toEqual({ [draft]: 'one\ntwo\n' })
    await sign([])
    expect([await refusals(), await signedTexts()]).toEqual([[], {}])
    await reviewed.edit(other, 'other')
    await keep(3)
    expect(await refusals()).toHaveLength(1)
  })

  test('is told as another one also where nobody has the signed one any more', async () => {
    await keep(1)
    await sign([])
    writeFileSync(join(reviewed.project.folder, '.rebaseline/signed/baseline.ts'), 'forged')
    await reviewed.edit('baseline', 'forged')
    await keep(2)
    expect(await signedTexts()).toEqual({})
    expect(await refusals()).toEqual([
      '“Nothing unmodeled” changed since it was signed: the text of the baseline draft',
    ])
  })
})

test('a sign-off is withdrawn, once', async () => {
  await keep(1)
  await sign([])
  const request = { item: 'seed' as const, person: ADA, note: 'too early' }
  const checklist = await review.withdraw(request)
  expect(checklist.items.filter(({ signOff }) => !signOff).map(({ id }) => id)).toEqual(['seed'])
  expect(checklist.log.at(-1)).toMatchObject({
    what: 'withdrew the sign-off of Seed data accounted for',
    note: 'too early',
  })
  await expect(review.withdraw(request)).rejects.toMatchObject({ code: 'not-signed' })
  expect(await refusals()).toEqual(['“Seed data accounted for” is not signed'])
})

test('nobody signs without a name', async () => {
  await keep(1)
  const seen = seenIn(await review.checklist())
  const person = { name: ' ', email: '' }
  await expect(review.sign({ items: [], seen, person, note: '' })).rejects.toMatchObject({
    code: 'no-person',
  })
})

test('a log that was changed by hand counts no more: nothing is signed by it, nothing can be, nor exported', async () => {
  await keep(1)
  await sign([])
  const file = join(reviewed.project.folder, '.rebaseline', 'review.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('looked at it', 'looked at all'))
  const checklist = await review.checklist()
  expect(checklist.broken).toContain('entry 1 was changed after it was written')
  expect(states(checklist)).toEqual(ITEM_IDS.map(() => 'unsigned'))
  expect(await refusals()).toEqual([expect.stringContaining('the log of the review is broken')])
  await expect(sign([])).rejects.toMatchObject({ code: 'review-broken' })
})

test('a run that could not tell anything is not signed', async () => {
  const run = smallRun()
  await reviewed.keep({ ...run, comparison: { ...run.comparison, verdict: 'unknown' } }, 1)
  expect((await obstaclesOf('tables'))[0]).toContain('could not tell')
})

test('two people at once: both sign-offs are in the log', async () => {
  await keep(1)
  const other = new ProjectReview(reviewed.project, async () => null)
  const seen = seenIn(await review.checklist())
  const grace = { name: 'Grace', email: '' }
  await Promise.all([
    review.sign({ items: ['tables'], seen, person: ADA, note: '' }),
    other.sign({ items: ['seed'], seen, person: grace, note: '' }),
  ])
  const { log, broken } = await review.checklist()
  expect([log.map(({ person }) => person.name).toSorted(), broken]).toEqual([
    ['Ada', 'Grace'],
    null,
  ])
})

test('the checklist names the tables left out of the seed, and another number of rows calls the sign-off back', async () => {
  const run = smallRun(smallSchema())
  const leaving = (rows: number) => ({
    ...run,
    old: {
      ...run.old,
      data: { ...run.old.data, leftOut: [{ table: tableObject('audit').key, rows }] },
    },
  })
  await reviewed.keep(leaving(3), 1)
  const told = [{ table: 'table public.audit', old: 3, rebuilt: null }]
  const { items } = await sign(['seed'])
  expect(items.flatMap(({ evidence }) => evidence?.leftOut ?? [])).toEqual(told)
  expect(items.find(({ id }) => id === 'seed')?.signOff?.state).toBe('current')
  await reviewed.keep(leaving(4), 2)
  const later = (await review.checklist()).items.find(({ id }) => id === 'seed')
  expect(later?.signOff).toMatchObject({
    state: 'stale',
    changed: ['the rows left out of the seed'],
  })
})
