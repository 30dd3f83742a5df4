import { expect, test } from 'vitest'
import { hiddenNotes } from '../proof/hidden-notes.ts'
import { attributesOf, builtTwice, objectsOf } from '../testing/built-twice.ts'

test('an option of a server that may be a secret is read by its name alone, and that is told', async () => {
  const { old, rebuilt, statements } = await builtTwice(
    15,
    `create foreign data wrapper own;
     create server there foreign data wrapper own options (api_key 'hunter=2', host 'a=b', password_required 'false');`,
  )
  const [server] = Object.values(attributesOf(old, 'server'))
  expect(server?.['options']).toEqual(['api_key=', 'host=a=b', 'password_required=false'])
  expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter')
  expect(attributesOf(rebuilt, 'server')).toEqual(attributesOf(old, 'server'))
  expect(hiddenNotes(old, rebuilt)).toEqual([
    expect.stringMatching(/^the value of api_key of the server there: .*not read/),
  ])
})

test('so are those of a wrapper, a foreign table and its columns; what only says which column is the key is read', async () => {
  const { old, rebuilt, statements } = await builtTwice(
    15,
    `create foreign data wrapper own options (token 'hunter2', debug 'on');
     create server there foreign data wrapper own;
     create foreign table far (id int options (key 'true', column_password 'hunter2'))
       server there options (secret_access_key 'hunter2', key 'id', keyspace 'studio');`,
  )
  const [wrapper] = Object.values(attributesOf(old, 'foreign-data-wrapper'))
  const [table] = Object.values(attributesOf(old, 'foreign-table'))
  const [column] = Object.values(attributesOf(old, 'column'))
  expect(wrapper?.['options']).toEqual(['debug=on', 'token='])
  expect(table?.['options']).toEqual(['key=id', 'keyspace=studio', 'secret_access_key='])
  expect(column?.['foreignOptions']).toEqual(['column_password=', 'key=true'])
  expect(JSON.stringify([objectsOf(old), statements])).not.toContain('hunter')
  for (const kind of ['foreign-data-wrapper', 'foreign-table', 'column'] as const) {
    expect(attributesOf(rebuilt, kind)).toEqual(attributesOf(old, kind))
  }
  expect(hiddenNotes(old, rebuilt)).toEqual([
    expect.stringMatching(/^the value of token of the foreign-data wrapper own: .*not read/),
    expect.stringMatching(/^the value of secret_access_key of the foreign table public\.far: /),
    expect.stringMatching(/^the value of column_password of the column public\.far\.id: /),
  ])
})
