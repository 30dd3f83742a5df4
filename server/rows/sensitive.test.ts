import { expect, test } from 'vitest'
import { keyOf } from '../../shared/model.ts'
import type { Cell, TableRows } from '../../shared/rows.ts'
import { personalFormOf, personalNameOf } from './personal-forms.ts'
import { sensitiveIn } from './sensitive.ts'

const KEY = keyOf({ type: 'table', names: ['public', 'users'], args: [] })

const users = (column: string, type: string, ...cells: readonly Cell[]): TableRows => ({
  table: KEY,
  columns: [{ name: column, type, notNull: false, hasDefault: false, identity: null }],
  rows: cells.map((cell) => [cell]),
})

test.each([
  ['an e-mail address', 'ada@studio.example'],
  ['an e-mail address', 'Ada <ada.l+news@studio.co.uk>'],
  ['an e-mail address', '{"to": "ada@studio.example"}'],
  ['a bank account', 'DE89 3704 0044 0532 0130 00'],
  ['a bank account', 'GB82WEST12345698765432'],
  ['a payment card', '4111 1111 1111 1111'],
  ['a payment card', '378282246310005'],
])('%s is known by its form: %s', (what, value) => expect(personalFormOf(value)).toBe(what))

test.each([
  'look @ this',
  'npm i @scope/name@1.2.3',
  '@everyone',
  '4111 1111 1111 1112',
  '1234567890123456',
  'DE89 3704 0044 0532 0130 01',
  '2026-11-24 10:00:00.123456+00',
  '0.4111111111111111',
  'b4111111111111111',
])('%s is none', (value) => expect(personalFormOf(value)).toBeUndefined())

test.each([
  ['a name of a person', 'first_name'],
  ['a name of a person', 'billingLastName'],
  ['a phone number', 'phone'],
  ['a phone number', 'mobile_number'],
  ['a date of birth', 'date_of_birth'],
  ['an address of a person', 'shipping_street'],
  ['an identity number', 'national_id'],
  ['an address of a computer', 'ip'],
])('%s is known by the name of its column: %s', (what, name) =>
  expect(personalNameOf(name)).toBe(what),
)

test.each([
  'name',
  'phone_verified',
  'address_type',
  'zip_code_format',
  'mobile_enabled',
  'stripe',
  'japan',
])('%s names none', (name) => expect(personalNameOf(name)).toBeUndefined())

test('each column is told once for each thing that its values look like, and never a value', () => {
  const looks = sensitiveIn([
    users(
      'contact',
      'text',
      'ada@studio.example',
      null,
      'nobody',
      'eve@studio.example',
      'AKIAIOSFODNN7EXAMPLE',
    ),
    users('password', 'text', 'hunter2hunter2', 'short', ''),
    users('phone', 'text', '030 123456', ''),
    users('phone', 'boolean', 't'),
  ])
  const about = { table: 'table public.users' }
  expect(looks).toStrictEqual([
    { ...about, column: 'contact', sort: 'personal data', what: 'an e-mail address', rows: 2 },
    { ...about, column: 'contact', sort: 'secret', what: 'an AWS access key', rows: 1 },
    { ...about, column: 'password', sort: 'secret', what: 'a secret by its name', rows: 1 },
    { ...about, column: 'phone', sort: 'personal data', what: 'a phone number', rows: 1 },
  ])
})
