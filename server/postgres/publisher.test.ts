import { expect, test } from 'vitest'
import {
  publisherHelp,
  ReachesPublisher,
  reachOf,
  refuseReaching,
  type Reach,
} from './publisher.ts'

const MAKE = `create subscription s connection 'host=x' publication p`

test.each<[string, Reach | undefined]>([
  [MAKE, 'creates'],
  [
    `/* x */ CREATE  SUBSCRIPTION "s" CONNECTION 'host=x' PUBLICATION p WITH (copy_data = false)`,
    'creates',
  ],
  [`${MAKE} with (connect = true)`, 'creates'],
  [`${MAKE} with (connect = false)`, undefined],
  [`${MAKE} WITH (CONNECT='off', slot_name = NONE)`, undefined],
  [`${MAKE} with (connect = false); ${MAKE.replace(' s ', ' t ')}`, 'creates'],
  [`do $$ begin ${MAKE}; end $$`, 'creates'],
  [`do $$ begin execute '${MAKE.replaceAll("'", "''")}'; end $$`, 'creates'],
  [`do $$ begin ${MAKE} with (connect = false); end $$`, undefined],
  [`do $$ begin ${MAKE} with (connect = false); ${MAKE}; end $$`, 'creates'],
  ['alter subscription s enable', 'enables'],
  ['drop subscription if exists s', 'may drop'],
  [`${MAKE} with (connect = false, slot_name = none); drop subscription s`, 'may drop'],
  [`${MAKE} with (connect = false, slot_name = 's'); drop subscription s`, 'creates'],
  ['alter subscription s refresh publication', 'may change'],
  ['alter subscription s set publication q', 'may change'],
  ['alter subscription s set (failover = true)', 'may change'],
  ['alter subscription s set (slot_name = none)', undefined],
  ['alter subscription s disable', undefined],
  [`insert into rights values ('create subscription s connection')`, undefined],
  ['create table subscription (connection text)', undefined],
])('%s: %s', (text, reach) => {
  expect(reachOf(text)).toBe(reach)
})

test('what reaches a publisher for sure is not sent, what may is asked for, and enabling harms nobody where nobody works for it', async () => {
  const sent = (text: string, isOurs: boolean, holds: boolean): Promise<unknown> =>
    refuseReaching(text, isOurs, () => Promise.resolve(holds)).then(
      () => 'sent',
      (error: unknown) => error,
    )
  const never = expect.any(ReachesPublisher)
  expect(await sent(MAKE, true, false)).toEqual(never)
  expect(await sent('alter subscription s enable', true, false)).toBe('sent')
  expect(await sent('alter subscription s enable', false, false)).toEqual(never)
  expect(await sent('drop subscription s', true, false)).toBe('sent')
  expect(await sent('drop subscription s', true, true)).toEqual(never)
})

test.each(['creates', 'enables', 'may drop', 'may change'] as const)(
  '%s is told with what helps',
  (reach) => {
    expect(publisherHelp(new ReachesPublisher(reach).message)).toMatch(
      /connect = false.*--database/,
    )
    expect(publisherHelp('syntax error')).toBeUndefined()
  },
)
