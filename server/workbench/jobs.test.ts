import { expect, test } from 'vitest'
import type { JobEvent } from '../../shared/job.ts'
import { RebaselineError } from '../errors.ts'
import { Jobs, type JobControl } from './jobs.ts'

const jobs = (): Jobs => new Jobs((text) => text.replaceAll('canary', '***'))

async function all(events: AsyncIterable<JobEvent>): Promise<JobEvent[]> {
  const found: JobEvent[] = []
  for await (const event of events) found.push(event)
  return found
}
const logOf = (events: readonly JobEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'log' ? [event.line.text] : []))
const lastJob = (events: readonly JobEvent[]) =>
  events.flatMap((event) => (event.type === 'job' ? [event.job] : [])).at(-1)

/** Work that goes on when it is told to. */
function held() {
  let release = (): void => {}
  let control: JobControl | undefined
  const going = new Promise<void>((resolve) => (release = resolve))
  const work = async (given: JobControl): Promise<void> => {
    control = given
    given.progress('Applied 001', { done: 1, of: 2 })
    await Promise.race([
      going,
      new Promise((_, reject) =>
        given.signal.addEventListener('abort', () => reject(new Error('aborted'))),
      ),
    ])
    given.progress('Applied 002', { done: 2, of: 2 })
  }
  return { work, release, say: (text: string) => control?.progress(text) }
}

test('a job tells its whole story, to whoever asks and whenever', async () => {
  const all1 = jobs()
  const { work, release } = held()
  const { number } = all1.start('prove', work)
  const early = all(all1.events(number))
  await Promise.resolve()
  release()
  const [first, late] = [await early, await all(all1.events(number))]
  expect(logOf(first)).toEqual(['Applied 001', 'Applied 002', 'Done'])
  expect(logOf(late)).toEqual(logOf(first))
  expect(lastJob(late)).toMatchObject({ number, state: 'done', done: 2, of: 2, error: null })
  expect(first[0]).toMatchObject({ type: 'job', job: { state: 'running' } })
  expect(lastJob(first)).toEqual(lastJob(late))
  expect(all1.current?.finishedAt).not.toBeNull()
})

test('who asks in the middle sees what was, and what comes', async () => {
  const all1 = jobs()
  const { work, release, say } = held()
  const { number } = all1.start('prove', work)
  await new Promise((resolve) => setImmediate(resolve))
  say('between')
  const events = all1.events(number)
  const seen: JobEvent[] = []
  for await (const event of events) {
    seen.push(event)
    if (event.type === 'log' && event.line.text === 'between') release()
  }
  expect(logOf(seen)).toEqual(['Applied 001', 'between', 'Applied 002', 'Done'])
})

test('one runs at a time, and only the last one is kept', async () => {
  const all1 = jobs()
  const { work, release } = held()
  const first = all1.start('prove', work)
  expect(() => all1.start('verify', work)).toThrow('job 1 is still running')
  release()
  await all(all1.events(first.number))
  const second = all1.start('verify', async () => {})
  expect(second.number).toBe(2)
  expect(() => all1.events(1)).toThrow('only that one is kept')
})

test('a job that is called off ends as cancelled, not as failed', async () => {
  const all1 = jobs()
  const { work } = held()
  const { number } = all1.start('prove', work)
  await new Promise((resolve) => setImmediate(resolve))
  expect(all1.cancel(number).doing).toMatch('Cancelling')
  all1.cancel(number)
  expect(lastJob(await all(all1.events(number)))).toMatchObject({ state: 'cancelled', error: null })
})

test('one that is called off before it began does nothing', async () => {
  const all1 = jobs()
  let ran = false
  const { number } = all1.start('prove', async () => {
    ran = true
  })
  all1.cancel(number)
  expect(lastJob(await all(all1.events(number)))?.state).toBe('cancelled')
  expect(ran).toBe(false)
})

test('a failure is told with its code and help, without secrets, and stays readable', async () => {
  const all1 = jobs()
  const { number } = all1.start('prove', async ({ progress }) => {
    progress('connecting to postgres://me:canary@host')
    await Promise.reject(
      new RebaselineError('query-failed', {
        doing: 'read canary',
        happened: 'canary',
        help: 'canary',
      }),
    )
  })
  const events = await all(all1.events(number))
  expect(lastJob(events)).toMatchObject({
    state: 'failed',
    error: { code: 'query-failed', message: 'Could not read ***: ***', help: '***' },
  })
  expect(JSON.stringify(events)).not.toContain('canary')
  expect(logOf(events).at(-1)).toBe('Could not read ***: ***\n***')
})

test('what nobody foresaw is told in one line', async () => {
  const all1 = jobs()
  const { number } = all1.start('prove', () => Promise.reject(new TypeError('x is not y\n  at z')))
  expect(lastJob(await all(all1.events(number)))?.error).toMatchObject({
    code: 'internal-error',
    message: 'Could not finish the work: x is not y',
  })
})

test('closing ends what runs, and waits for it', async () => {
  const all1 = jobs()
  const { work } = held()
  all1.start('prove', work)
  await all1.close()
  expect(all1.current?.state).toBe('cancelled')
})

test('an endless log is cut, and says how much of it', async () => {
  const all1 = jobs()
  const { number } = all1.start('prove', async ({ progress }) => {
    for (let line = 0; line < 20_005; line += 1) progress(`line ${line}`)
  })
  const log = logOf(await all(all1.events(number)))
  expect(log.slice(-2)).toEqual(['… 5 lines left out', 'Done'])
  expect(log).toHaveLength(20_002)
})

test('a migration that failed is told fact by fact, with no secret in any of them', async () => {
  const all1 = jobs()
  const migration = {
    name: '003_again',
    file: 'migrations/003_again.ts',
    line: 4,
    column: 9,
    reason: 'canary is there already',
    code: '23505',
    detail: 'Key (name)=(canary) already exists.',
    hint: null,
    statement: "insert into rooms values ('canary')",
    position: null,
    lastGood: '002_nothing',
  }
  const { number } = all1.start('prove', async () => {
    throw new RebaselineError('migration-failed', { doing: 'a', happened: 'b', migration })
  })
  expect(lastJob(await all(all1.events(number)))?.error?.migration).toEqual({
    ...migration,
    reason: '*** is there already',
    detail: 'Key (name)=(***) already exists.',
    statement: "insert into rooms values ('***')",
  })
})
