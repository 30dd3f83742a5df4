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
