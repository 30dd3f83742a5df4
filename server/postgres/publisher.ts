import { statementsLike } from './server-wide.ts'

const NO = String.raw`\s*=\s*'?(?:false|off|no?|f|0)\b`
const WITHOUT_CONNECTION = new RegExp(String.raw`\bconnect${NO}`, 'gi')
const WITHOUT_SLOT = /\bslot_name\s*=\s*'?none\b/i
const CREATES = String.raw`create\s+subscription\s[^]*?\bconnection\b`

const creating = statementsLike(CREATES)
const dropping = statementsLike(String.raw`drop\s+subscription\b`)
const changing = statementsLike(String.raw`alter\s+subscription\b`)
const enabling = statementsLike(String.raw`alter\s+subscription\s[^;]*\benable\b`)

/** What a statement would do that reaches the publisher of a subscription; nothing of a replay may. */
export type Reach = 'creates' | 'enables' | 'may drop' | 'may change'

/** How a text looks as if it reached a publisher, if it does. */
export function reachOf(text: string): Reach | undefined {
  // Most texts have nothing of it.
  if (!/\bsubscription\b/i.test(text)) return undefined
  const connects = (statement: string): boolean =>
    [...statement.matchAll(new RegExp(CREATES, 'gi'))].length >
    [...statement.matchAll(WITHOUT_CONNECTION)].length
  const made = creating(text)
  if (made.some(connects)) return 'creates'
  if (enabling(text).length > 0) return 'enables'
  const isDropped = dropping(text).length > 0
  // What was made a moment ago in the same text can't be asked for yet.
  if (isDropped && made.length > 0 && !made.every((each) => WITHOUT_SLOT.test(each)))
    return 'creates'
  if (isDropped) return 'may drop'
  return changing(text).some((each) => /\b(?:refresh|publication|failover|two_phase)\b/i.test(each))
    ? 'may change'
    : undefined
}

const OWN = `from pg_catalog.pg_subscription where subdbid operator(pg_catalog.=)
  (select oid from pg_catalog.pg_database where datname operator(pg_catalog.=) pg_catalog.current_database())`

/** Selects whether there is a subscription of which that is true: one without a slot, and that isn't enabled, reaches nobody. */
export const MAY_REACH: Readonly<Record<'may drop' | 'may change', string>> = {
  'may drop': `select exists (select ${OWN} and subslotname is not null) as so`,
  'may change': `select exists (select ${OWN} and (subenabled or subslotname is not null)) as so`,
}

/** Why a statement was not sent. */
export class ReachesPublisher extends Error {
  constructor(reach: Reach) {
    super(
      {
        creates:
          'it was not sent: CREATE SUBSCRIPTION connects to the publisher and makes a slot there',
        enables:
          'it was not sent: an enabled subscription connects to the publisher and takes its changes',
        'may drop':
          'it was not sent: DROP SUBSCRIPTION connects to the publisher and drops the slot there',
        'may change': 'it was not sent: ALTER SUBSCRIPTION connects to the publisher for this',
      }[reach],
    )
  }
}

/** What helps when a statement was not sent because of a publisher; undefined for any other message. */
export const publisherHelp = (message: string): string | undefined =>
  /it was not sent: (?:an enabled|(?:CREATE|ALTER|DROP)) SUBSCRIPTION.* publisher|it was not sent: an enabled subscription/.test(
    message,
  )
    ? 'Nothing that is built here reaches a publisher, which may be in production. Write CREATE SUBSCRIPTION … WITH (connect = false, slot_name = NONE) where the migration runs on an empty database, or start from a database that has run it: --database URL.'
    : undefined

/** Throws before a text is sent that would reach a publisher. `isOurs`: on a server on which no subscription is ever worked for. */
export async function refuseReaching(
  text: string,
  isOurs: boolean,
  ask: (sql: string) => Promise<boolean>,
): Promise<void> {
  const reach = reachOf(text)
  if (reach === undefined || (reach === 'enables' && isOurs)) return
  const isSure = reach === 'creates' || reach === 'enables'
  if (isSure || (await ask(MAY_REACH[reach]))) throw new ReachesPublisher(reach)
}
