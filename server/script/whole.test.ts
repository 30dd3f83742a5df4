import { expect, test } from 'vitest'
import { partsOf } from '../postgres/statements.ts'
import { refuseCutOff } from './whole.ts'

const ONE = [
  '--',
  '-- PostgreSQL database dump',
  '--',
  'CREATE TABLE public.a (x integer);',
  'COPY public.a (x) FROM stdin;',
  '1',
  '\\.',
  "COMMENT ON TABLE public.a IS '",
  '-- PostgreSQL database dump complete',
  '-- PostgreSQL database dump',
  "';",
  '--',
  '-- PostgreSQL database dump complete',
  '--',
  '',
].join('\n')
const ALL = `-- PostgreSQL database cluster dump\n\\connect app\n${ONE}\\connect other\n${ONE}-- PostgreSQL database cluster dump complete\n`
const look = (script: string): void => refuseCutOff(script, partsOf(script), 'a.sql')

test.each([
  ['of one database', ONE],
  ['of Windows', ONE.replaceAll('\n', '\r\n')],
  ['of all databases', ALL],
  ['and another behind it', ONE + ONE],
  ['that somebody added to', `${ONE}insert into public.a values (2);`],
])('a whole dump %s is taken', (_what, script) => {
  expect(() => look(script)).not.toThrow()
})

test('a script that is no dump needs no end', () => {
  expect(() => look('create table a (x integer);')).not.toThrow()
})

test.each([
  ['between two statements', ONE.slice(0, ONE.indexOf('COPY'))],
  ['among the rows', ONE.slice(0, ONE.indexOf('\\.'))],
  ['before its last line', ONE.slice(0, ONE.lastIndexOf('-- PostgreSQL'))],
  ['between two databases', ALL.slice(0, ALL.indexOf('\\connect other'))],
  ['in its first database', ONE.slice(0, ONE.indexOf('COPY')) + ONE],
])('one that was cut off %s is refused', (_where, script) => {
  expect(() => look(script)).toThrow(
    expect.objectContaining({ happened: expect.stringMatching(/cut off/) }),
  )
})
