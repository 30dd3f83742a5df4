import { expect, test, type Page } from '@playwright/test'
import { startServer, type Server } from '../server/postgres/engine.ts'
import type { DatabaseUrl } from '../server/postgres/redact.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { withConnection } from '../server/postgres/session.ts'
import {
  expectAccessible,
  expectRun,
  goTo,
  openDashboard,
  type RealDashboard,
} from './real-dashboard.ts'

const BOTH = `
  create type mood as enum ('calm', 'wild');
  create table people (id integer primary key, email text not null, mood mood, left_at timestamptz);
  create view present as select p.id, p.email from people p where p.left_at is null;
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  insert into people (id, email) values (1, 'secret@studio.test')`
const OLD = `${BOTH};
  create unique index people_email_key on people (lower(email)) where left_at is null;
  create trigger people_touch before update on people for each row execute function touch();
  comment on table people is 'Who may come in';
  alter table people add note varchar(40)`
const REBUILT = `${BOTH};
  create index people_email_key on people (lower(email));
  alter table people add note varchar(80)`

test.describe.configure({ mode: 'serial', timeout: 300_000 })

const servers: Server[] = []
const passwords: string[] = []
const answers: Promise<string>[] = []
let rebuilt: DatabaseUrl
let dashboard: RealDashboard
let page: Page

/** A database of somebody's, on a server of its own. */
async function databaseOn(major: 15 | 18, ddl: string): Promise<DatabaseUrl> {
  const server = await startServer({ major, runId: newRunId(), prefer: 'fetched' })
  servers.push(server)
  await run(server.url, 'create database studio')
  const url = server.url.withDatabase('studio')
  await run(url, ddl)
  return url
}
const run = (url: DatabaseUrl, sql: string) =>
  withConnection(url, { runId: newRunId() }, (query) => query(sql))

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  const [old, other] = await Promise.all([databaseOn(15, OLD), databaseOn(18, REBUILT)])
  rebuilt = other
  passwords.push(...[old, other].map((url) => url.revealPassword() ?? ''))
  dashboard = await openDashboard(browser, [
    'ui',
    '--old',
    old.reveal(),
    '--rebuilt',
    other.reveal(),
  ])
  page = dashboard.page
  page.on('response', (answer) => answers.push(answer.text().catch(() => '')))
})
test.afterAll(async () => {
  await dashboard?.stop()
  await Promise.all(servers.map((server) => server.stop()))
})

test('two live databases of different majors: what differs, and what could not be compared', async () => {
  await expectRun(page, 1, /Different/)
  const head = page.getByRole('banner')
  await expect(head).toContainText(/PostgreSQL 15\.\d+/)
  await expect(head).toContainText(/PostgreSQL 18\.\d+/)
  await expect(head.getByText('live: only read')).toHaveCount(2)
  const left = page.getByRole('region', { name: 'Not compared' })
  await expect(left).toContainText(
    'names of NOT NULL constraints: PostgreSQL 15 against 18 (2 columns)',
  )
  await expect(left).toContainText('rows: none was named with --seed, so none was read')
  await expectAccessible(page)

  await goTo(page, 'Compare')
  const index = page.getByRole('article', { name: /index public\.people_email_key/ })
  await expect(index.getByRole('row', { name: 'unique true false' })).toBeVisible()
  await expect(index.getByRole('row', { name: /predicate .*left_at IS NULL.* none/ })).toBeVisible()
  await expect(page.getByRole('article', { name: /Missing trigger .*people_touch/ })).toBeVisible()
  const note = page.getByRole('article', { name: /public\.people\.note/ })
  await expect(note).toContainText('character varying(40)')
  await expect(note).toContainText('character varying(80)')
  await expect(page.getByRole('article')).toHaveCount(3)
})

test('nothing is offered that needs a project, and every screen says so', async () => {
  await expect(page.getByRole('button', { name: 'Add to baseline' })).toHaveCount(0)
  await expect(page.getByRole('link', { name: /editor|class/i })).toHaveCount(0)
  for (const name of ['Baseline', 'Checklist', 'Export']) {
    await goTo(page, name)
    await expect(page.getByRole('main')).toContainText('Two existing databases are only compared')
  }
  // The same sentences on each of them.
  await expectAccessible(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('region', { name: 'Job' })).toBeHidden()
})

test('the statements that are offered mend the other database, and the next run sees it', async () => {
  await goTo(page, 'Compare')
  const cards = page.getByRole('article')
  const statements: string[] = []
  for (const card of await cards.all()) {
    await card.getByText('Statements that mend it').click()
    const code = card.getByRole('region', { name: /^Statements for/ }).getByRole('code')
    await expect(code).toBeVisible()
    statements.push(await code.innerText())
  }
  await expectAccessible(page)
  expect(statements.join('\n')).toContain('CREATE TRIGGER people_touch')
  for (const each of statements) await run(rebuilt, each)

  await goTo(page, 'Overview')
  await page.getByRole('button', { name: 'Repeat the whole run' }).click()
  await expectRun(page, 2, /Acceptable 2 differences /)
  await goTo(page, 'Compare')
  await expect(
    page.getByText('2 acceptable differences hidden by comment (1), printed (1)'),
  ).toBeVisible()
  await page.getByRole('link', { name: 'show', exact: true }).click()
  await expect(page.getByRole('article', { name: /comment/ })).toContainText('Who may come in')
  await expect(page.getByRole('article', { name: /view public\.present/ })).toContainText('p.id')
  expect(dashboard.complaints).toEqual([])
  expect(await dashboard.running.saying(/./)).not.toContain('secret@studio.test')
})

test('no password of either database comes to the page, not even when one is gone', async () => {
  for (const password of passwords) expect(password.length).toBeGreaterThan(20)
  const shown: string[] = []
  const look = async (): Promise<void> => {
    const kept = () => {
      const fields = [...document.querySelectorAll('input, textarea')]
      const typed = fields.map((field) => Reflect.get(field, 'value') as unknown)
      return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, typed])
    }
    shown.push(await page.content(), await page.evaluate(kept))
  }
  await page.reload()
  for (const name of ['Overview', 'Compare', 'Baseline', 'Checklist', 'Export']) {
    await goTo(page, name)
    await look()
  }
  await servers.pop()?.stop()
  await goTo(page, 'Overview')
  await page.getByRole('button', { name: 'Repeat the whole run' }).click()
  await expect(page.getByRole('main')).toContainText('Could not connect to database studio')
  await page.getByText('Log').first().click()
  await look()
  const texts = [...shown, ...(await Promise.all(answers))]
  expect(texts.some((text) => text.includes('Could not connect to database'))).toBe(true)
  for (const text of texts) {
    for (const password of passwords) expect(text.includes(password)).toBe(false)
  }
})
