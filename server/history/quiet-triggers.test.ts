import { expect, test } from 'vitest'
import { ranMigration } from '../testing/small-history.ts'
import type { Sent } from '../../shared/history.ts'
import { QuietTriggers } from './quiet-triggers.ts'

const sent = (...texts: string[]): Sent => {
  const { sent: one } = ranMigration('001')
  const [first] = one.statements
  if (!first) throw new Error('it sends nothing')
  return { ...one, count: texts.length, statements: texts.map((sql) => ({ ...first, sql })) }
}

const STAMP = `create or replace function public.stamp() returns trigger as $$
  begin new.updated_at = now(); return new; end $$ language plpgsql`
const BEFORE = 'create trigger kept before update on people for each row execute function stamp()'
const KEPT = ['public', 'people', 'kept']
const own = { triggers: [KEPT], functions: [['public', 'stamp']] }

/** Whether it is quiet after a migration that sends this. */
function quietAfter(...texts: string[]): boolean {
  const triggers = new QuietTriggers()
  triggers.take(sent(...texts), own)
  return triggers.isQuiet('people', 'kept')
}

test.each([
  [STAMP, BEFORE],
  ['create trigger "kept" after insert or delete on people for each row execute procedure log()'],
  [STAMP, `do $do$ begin ${BEFORE}; end $do$`],
  [STAMP.replace('return new', 'if tg_op then return old; end if; return new'), BEFORE],
])('a trigger is quiet where no row is found: %s %s', (...texts) => {
  expect(quietAfter(...texts.filter((text) => typeof text === 'string'))).toBe(true)
})

test.each([
  ['its function is not known', BEFORE],
  ['it may keep a row back', STAMP.replace('return new', 'return null'), BEFORE],
  ['it may keep a row back', STAMP.replace('return new', 'new := null; return new'), BEFORE],
  ['it may keep a row back', STAMP.replace('return new', 'return kept'), BEFORE],
  ['it is for each statement', STAMP, BEFORE.replace(' for each row', '')],
  ['it is for each statement', STAMP, BEFORE.replace('each row', 'each statement')],
  ['it stands on a view', STAMP, BEFORE.replace('before', 'instead of')],
  ['of its name there are two', STAMP, `${BEFORE}; ${BEFORE.replace('people', 'other.people')}`],
  ['of its function there are two', `${STAMP}; ${STAMP.replace('public', 'other')}`, BEFORE],
  [
    'its text is made when it runs',
    STAMP,
    "do $$ begin execute format('create trigger %I', 1); end $$",
  ],
])('it may do something where %s', (_, ...texts) => {
  expect(quietAfter(...texts)).toBe(false)
})

test('what stands on another table, or in another schema, is another trigger and another function', () => {
  const triggers = new QuietTriggers()
  const held = STAMP.replace('return new', 'return null')
  triggers.take(sent(held, BEFORE), own)
  const after = 'create trigger kept after update on pets for each row execute function log()'
  triggers.take(sent(after), { triggers: [['public', 'pets', 'kept']], functions: [] })
  expect(triggers.isQuiet('pets', 'kept')).toBe(true)
  expect(triggers.isQuiet('people', 'kept')).toBe(false)
  const elsewhere = { triggers: [['other', 'people', 'kept']], functions: [['other', 'stamp']] }
  triggers.take(sent(STAMP, BEFORE), elsewhere)
  triggers.take(sent(STAMP, BEFORE), elsewhere)
  expect(triggers.isQuiet('people', 'kept')).toBe(false)
})

test('a function that is made otherwise later, or by a text that was not seen whole, is not known', () => {
  const triggers = new QuietTriggers()
  triggers.take(sent(STAMP, BEFORE), own)
  triggers.take(sent('select 1'), { triggers: [], functions: [['public', 'stamp']] })
  expect(triggers.isQuiet('people', 'kept')).toBe(false)
  const cut = new QuietTriggers()
  cut.take({ ...sent(STAMP, BEFORE), count: 3 }, own)
  expect(cut.isQuiet('people', 'kept')).toBe(false)
})
