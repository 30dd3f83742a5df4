import { expect, test } from 'vitest'
import { hiddenNotes } from '../proof/hidden-notes.ts'
import { attributesOf, builtTwice, objectsOf } from '../testing/built-twice.ts'

test('a setting of the database that may be a secret is read by its name alone, and that is told', async () => {
  const set = (name: string, value: string): string =>
    `do $$ begin execute format('alter database %I set ${name} = %L', current_database(), '${value}'); end $$;`
  const { old, rebuilt, statements } = await builtTwice(
    15,
    [
      set('app.settings.jwt_secret', 'hunter2'),
      set('app.name', 'studio'),
      set('password_encryption', 'md5'),
    ].join('\n'),
  )
  expect(Object.values(attributesOf(old, 'database-setting'))).toEqual([
    { value: 'studio' },
    { value: null },
    { value: 'md5' },
  ])
  expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter2')
  // Who builds it has the name, and nothing in it.
  const after = attributesOf(rebuilt, 'database-setting')
  expect(after).toEqual(attributesOf(old, 'database-setting'))
  expect(hiddenNotes(old, rebuilt)).toEqual([
    expect.stringMatching(
      /^the value of the database's setting app\.settings\.jwt_secret: .*not read/,
    ),
  ])
})

test('a secret that a role has in this database is read by its name alone, and that is told', async () => {
  const set = (name: string, value: string): string =>
    `do $$ begin execute format('alter role current_user in database %I set ${name} = %L', current_database(), '${value}'); end $$;`
  const { old, rebuilt, statements } = await builtTwice(
    15,
    [set('app.api_key', 'hunter2'), set('app.name', 'studio')].join('\n'),
  )
  expect(Object.values(attributesOf(old, 'role-setting'))).toEqual([
    { settings: ['app.api_key=', 'app.name=studio'], secrets: ['app.api_key'] },
  ])
  expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter2')
  expect(attributesOf(rebuilt, 'role-setting')).toEqual(attributesOf(old, 'role-setting'))
  expect(hiddenNotes(old, rebuilt)).toEqual([
    expect.stringMatching(
      /^the value of the setting app\.api_key of the migrating role .*not read/,
    ),
  ])
})

test('a password within a text is left out of it, and that is told; nothing else of it is', async () => {
  const CONNECT = 'postgres://me:hunter2@there/db?x=1'
  const of = (what: string, name: string): string =>
    `do $$ begin execute format('alter ${what} %I set ${name} = %L', current_database(), '${CONNECT}'); end $$;`
  const { old, rebuilt, statements } = await builtTwice(
    15,
    `${of('database', 'app.dburl')}
     ${of('role current_user in database', 'app.link')}
     create foreign data wrapper own options (url 'https://me:hunter2@there:80/x', debug 'on');
     create server there foreign data wrapper own
       options (connstr 'host=x password=hunter2 user=me', told 'password = ''hunter 2'' x', auth 'hunter2', author 'Ada');
     create user mapping for current_user server there options (dsn 'Server=x;Pwd=hunter2;Uid=me', "user" 'me', pin 'hunter2');`,
  )
  expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter')
  const kinds = [
    'database-setting',
    'role-setting',
    'foreign-data-wrapper',
    'server',
    'user-mapping',
  ] as const
  for (const kind of kinds) expect(attributesOf(rebuilt, kind)).toEqual(attributesOf(old, kind))
  const [setting, role, wrapper, server, mapping] = kinds.map(
    (kind) => Object.values(attributesOf(old, kind))[0],
  )
  const emptied = 'postgres://me:@there/db?x=1'
  expect(setting).toEqual({ value: emptied })
  expect(role).toEqual({ settings: [`app.link=${emptied}`], secrets: ['app.link'] })
  expect(wrapper?.['options']).toEqual(['debug=on', 'url=https://me:@there:80/x'])
  expect(server?.['options']).toEqual([
    'auth=',
    'author=Ada',
    "connstr=host=x password='' user=me",
    "told=password = '' x",
  ])
  expect(mapping).toEqual({
    definition: ` OPTIONS (dsn 'Server=x;Pwd='''';Uid=me', pin '', "user" 'me')`,
    secrets: ['dsn', 'pin'],
  })
  const hidden = hiddenNotes(old, rebuilt).map(
    (note) => /^the value of (?:the database's setting |the setting )?(\S+)/.exec(note)?.[1],
  )
  expect(hidden.sort()).toEqual([
    'app.dburl:',
    'app.link',
    'auth',
    'connstr',
    'dsn',
    'pin',
    'told',
    'url',
  ])
})
