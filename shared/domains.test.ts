import { describe, expect, test } from 'vitest'
import { domainsOf, type ChosenNames, type DomainTable } from './domains.ts'

const table = (name: string, more: Partial<DomainTable> = {}): DomainTable => ({
  key: `${more.schema ?? 'public'}.${name}`,
  schema: 'public',
  name,
  partOf: null,
  refersTo: [],
  file: null,
  ...more,
})

const to = (...names: string[]) => ({ refersTo: names.map((name) => `public.${name}`) })

const told = (tables: readonly DomainTable[], chosen?: ChosenNames) =>
  Object.fromEntries(
    [...domainsOf(tables, chosen).of].map(([key, domain]) => [
      key.replace(/^public\./, ''),
      domain,
    ]),
  )

describe('the domains of tables', () => {
  test('tables whose names begin with one word, in the singular or not, are one domain', () => {
    const tables = ['polls', 'poll_options', 'Poll-votes', 'mailBoxes', 'mail_rules'].map((name) =>
      table(name),
    )
    expect(told(tables)).toStrictEqual({
      polls: 'poll',
      poll_options: 'poll',
      'Poll-votes': 'poll',
      mailBoxes: 'mail',
      mail_rules: 'mail',
    })
  })

  test('nothing is made up for one table, for none, and for tables that nothing joins', () => {
    expect(told([])).toStrictEqual({})
    expect(told([table('users')])).toStrictEqual({})
    expect(told([table('a'), table('b', to('b')), table('c', to('gone'))])).toStrictEqual({})
  })

  test('a word that nearly all tables begin with is passed over', () => {
    const names = ['app_mail', 'app_mail_rules', 'app_polls', 'app_poll_votes', 'app_x', 'other']
    expect(told(names.map((name) => table(name)))).toStrictEqual({
      app_mail: 'mail',
      app_mail_rules: 'mail',
      app_polls: 'poll',
      app_poll_votes: 'poll',
    })
  })

  test('what refers to one domain belongs there, through several tables, and a join table of two to none', () => {
    const tables = [
      ...['mail_a', 'mail_b', 'poll_a', 'poll_b'].map((name) => table(name)),
      table('letters', to('mail_a')),
      table('stamps', to('letters')),
      table('links', to('mail_a', 'poll_a')),
      table('ballots', to('poll_a', 'poll_b', 'mail_a')),
    ]
    expect(told(tables)).toMatchObject({ letters: 'mail', stamps: 'mail', ballots: 'poll' })
    expect(told(tables)).not.toHaveProperty('links')
  })

  test('a table that most refer to draws none to it', () => {
    const tables = [
      table('user_roles'),
      table('users'),
      ...['a', 'b', 'c', 'd', 'e'].map((name) => table(name, to('users'))),
    ]
    expect(told(tables)).toStrictEqual({ user_roles: 'user', users: 'user' })
  })

  test('tables without a common word that refer to each other are named after their centre', () => {
    const tables = [
      table('artists'),
      table('works', to('artists')),
      table('shows', to('artists', 'works')),
      table('alone'),
    ]
    expect(told(tables)).toStrictEqual({ artists: 'artists', shows: 'artists', works: 'artists' })
  })

  test('a partition is where its table is, at any depth, also where it has another name', () => {
    const tables = [
      table('event_log'),
      table('events'),
      table('y2024', { partOf: 'public.event_log' }),
      table('mail_2024_01', { partOf: 'public.y2024' }),
      table('mail_x', to('y2024')),
      table('loop', { partOf: 'public.loop' }),
      table('orphan', { partOf: 'public.gone' }),
    ]
    expect(told(tables)).toStrictEqual({
      event_log: 'event',
      events: 'event',
      y2024: 'event',
      mail_2024_01: 'event',
      mail_x: 'event',
    })
  })

  test('names divide the largest schema, and each other one is a domain', () => {
    const tables = [
      table('mail_a', { schema: 'app' }),
      table('mail_b', { schema: 'app' }),
      table('x', { schema: 'app' }),
      table('mail_a', { schema: 'audit' }),
      table('log'),
    ]
    expect(told(tables)).toStrictEqual({
      'app.mail_a': 'mail',
      'app.mail_b': 'mail',
      'audit.mail_a': 'audit',
      log: 'public',
    })
  })

  test('the folder of a migration shows its domain, folders of years do not, and its name helps', () => {
    const tables = [
      table('mail_a', { file: 'billing/003.ts' }),
      table('mail_b', { file: '2024/004_mail.ts' }),
      table('mail_d', { file: '../../letters/migrations/004_mail.ts' }),
      table('mail_c', { file: '005.ts' }),
      table('letters', { file: '2024/006_create_mails.ts' }),
      table('stamps', { file: '007_create_stamps.ts' }),
    ]
    expect(told(tables)).toStrictEqual({
      mail_a: 'billing',
      mail_b: 'mail',
      mail_c: 'mail',
      mail_d: 'letters',
      letters: 'mail',
    })
  })

  test('what people say goes first, a whole name before a pattern, and what is not there is told', () => {
    const tables = [table('mail_a'), table('mail_b'), table('x', { schema: 'app' }), table('%.*')]
    const chosen = { post: ['mail_*', 'gone'], core: ['mail_b', 'app.*', 'none_*'] }
    expect(told(tables, chosen)).toStrictEqual({ mail_a: 'post', mail_b: 'core', 'app.x': 'core' })
    expect(domainsOf(tables, chosen).unmatched).toStrictEqual(['post: gone', 'core: none_*'])
  })

  test('names that mean something elsewhere are names like others', () => {
    const names = ['__proto__', 'constructor', 'constructor_x', '', '___', 'toString', 'Ä_1', 'ä_2']
    expect(told(names.map((name) => table(name)))).toStrictEqual({
      constructor: 'constructor',
      constructor_x: 'constructor',
      Ä_1: 'ä',
      ä_2: 'ä',
    })
  })

  test('the order of the tables decides nothing, and long chains of thousands are no trouble', () => {
    const chain = Array.from({ length: 2000 }, (_, at) => table(`t${at}`, to(`t${at - 1}`)))
    const tables = [
      ...Array.from({ length: 300 }, (_, at) => table(`d${at % 20}_t${at}`, to(`d1_t${at - 3}`))),
      ...chain,
      table('t0', to('d1_t1')),
    ]
    const forth = domainsOf(tables)
    const back = domainsOf(tables.toReversed())
    expect([...back.of].toSorted()).toStrictEqual([...forth.of].toSorted())
    expect(forth.of.size).toBeGreaterThanOrEqual(2300)
  })
})
