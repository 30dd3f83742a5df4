import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '../testing/project-folder.ts'
import { connect } from './connect.ts'
import { DatabaseUrl } from './redact.ts'
import { encryptionOf, tlsAttempts, tlsOf } from './tls.ts'

test.each([
  ['allow', [false, { rejectUnauthorized: false }]],
  ['prefer', [{ rejectUnauthorized: false }, false]],
  ['require', [{ rejectUnauthorized: false }]],
  ['verify-full', [{ rejectUnauthorized: true }]],
  ['verify-ca', [{ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) }]],
  ['disable', [false]],
])(
  'sslmode=%s means what it means in libpq, and another process connects the same way',
  (mode, ways) => {
    const url = new DatabaseUrl(`postgres://me@db.example/app?sslmode=${mode}`)
    expect(tlsAttempts(url)).toStrictEqual(ways)
    const sent = JSON.parse(JSON.stringify(encryptionOf(url))) as ReturnType<typeof encryptionOf>
    if (mode !== 'disable') expect(ways).toContainEqual(tlsOf(sent))
  },
)

test('the files that a URL names are read', () => {
  const folder = projectFolder({})
  const paths = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => {
    writeFileSync(join(folder, name), `the ${name}`)
    return `${name}=${encodeURIComponent(join(folder, name))}`
  })
  const url = new DatabaseUrl(`postgres://me@db.example/app?sslmode=verify-full&${paths.join('&')}`)
  expect(tlsAttempts(url)).toStrictEqual([
    { rejectUnauthorized: true, ca: 'the sslrootcert', cert: 'the sslcert', key: 'the sslkey' },
  ])
})

test('a file of the URL that is not there is told before anybody is asked', async () => {
  const url = new DatabaseUrl('postgres://me@db.invalid/app?sslmode=verify-full&sslrootcert=/nope')
  await expect(connect(url, 'a')).rejects.toMatchObject({
    happened: expect.stringContaining("open '/nope'"),
    help: expect.stringContaining('the path after sslrootcert'),
  })
})
