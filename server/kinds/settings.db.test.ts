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
