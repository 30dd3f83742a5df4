import { connectionSecrets, connectionText, shownConnection } from './connection-text.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, literal, noParent, qualified, self } from './sql.ts'

/** A subscription to publications of another server (pg_subscription); how far it has got is state, and not part of it. */
export type Subscription = {
  /** Where it connects to; whatever may be a secret is an empty text in it. Null where it may not be read. */
  connection: string | null
  /** Names of what of it is not read, sorted; null where nothing of it may be. */
  secrets: readonly string[] | null
  publications: readonly string[]
  enabled: boolean
  slot: string | null
  synchronousCommit: string
  binary: boolean
  /** `off`, `on`, or from 16 `parallel`. */
  streaming: string
  /** What it is on that major unless told. */
  usualStreaming: string
  /** From 15, as the next. */
  twoPhase: boolean
  disableOnError: boolean
  /** From 16, as the next two. */
  passwordRequired: boolean
  runAsOwner: boolean
  origin: string
  /** From 17. */
  failover: boolean
}

export const subscription = defineKind<Subscription>({
  kind: 'subscription',
  rareIn: ['pg_subscription'],
  shared: true,
  attributes: {
    connection: 'told',
    secrets: 'told',
    publications: 'exact',
    enabled: 'exact',
    slot: 'exact',
    synchronousCommit: 'exact',
    binary: 'exact',
    streaming: 'exact',
    usualStreaming: 'unused',
    twoPhase: 'exact',
    disableOnError: 'exact',
    passwordRequired: 'exact',
    runAsOwner: 'exact',
    origin: 'exact',
    failover: 'exact',
  },

  read: (major) => `
    select ${self('pg_subscription', 's.oid')}, ${noParent},
      ${shownConnection('c.text')} as connection,
      case when c.text is not null then ${connectionSecrets('c.text')} end as secrets,
      array(select p from pg_catalog.unnest(s.subpublications) p order by p collate pg_catalog."C") as publications,
      s.subenabled as enabled, s.subslotname::text as slot, s.subsynccommit as "synchronousCommit",
      s.subbinary as binary,
      case s.substream::text when 'p' then 'parallel' when 't' then 'on' when 'true' then 'on' else 'off' end as streaming,
      '${major < 18 ? 'off' : 'parallel'}'::text as "usualStreaming",
      ${major < 15 ? 'false' : `s.subtwophasestate <> 'd'`} as "twoPhase",
      ${major < 15 ? 'false' : 's.subdisableonerr'} as "disableOnError",
      ${major < 16 ? 'true' : 's.subpasswordrequired'} as "passwordRequired",
      ${major < 16 ? 'false' : 's.subrunasowner'} as "runAsOwner",
      ${major < 16 ? `'any'::text` : 's.suborigin'} as origin,
      ${major < 17 ? 'false' : 's.subfailover'} as failover
    from pg_catalog.pg_subscription s
    cross join lateral (select ${connectionText('s.oid')} as text) c
    where s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`,

  hides: ({ address, attributes: { secrets } }) =>
    (secrets ?? []).map(
      (name) =>
        `the value of ${name} of the subscription ${address.names[0]}: a secret is not read, and stands as an empty text in a baseline`,
    ),
  unread: ({ connection }) =>
    connection === null
      ? 'where it connects to can only be read by who may read all of pg_subscription, such as a superuser; the rest of it is compared'
      : undefined,
  leftUndone: (old, rebuilt) =>
    old.attributes.enabled && !rebuilt.attributes.enabled
      ? {
          attribute: 'enabled',
          note: `whether the subscription ${old.address.names[0]} is enabled: it is on the old side, and no baseline enables one, since that connects to the publisher`,
        }
      : undefined,

  betweenMajors: (old, rebuilt, { name }) =>
    name === 'streaming' &&
    [old, rebuilt].every(({ attributes: each }) => each.streaming === each.usualStreaming)
      ? 'how changes get to a subscription that does not say it, which is in parallel from 18 on'
      : undefined,

  vary: ({ attributes: { publications, binary, disableOnError, origin }, address }, { major }) => [
    { connection: `dbname=planted_${address.names[0]?.length ?? 0} host=/nowhere password=''` },
    { publications: [...publications, 'planted'] },
    { binary: !binary },
    { synchronousCommit: 'remote_write' },
    ...(major < 15 ? [] : [{ disableOnError: !disableOnError }]),
    ...(major < 16 ? [] : [{ origin: origin === 'any' ? 'none' : 'any' }]),
  ],

  create({ address, attributes }) {
    const { connection, publications, twoPhase, disableOnError, passwordRequired } = attributes
    const { runAsOwner, origin, failover, streaming } = attributes
    const younger: readonly (readonly [number, boolean])[] = [
      [15, twoPhase || disableOnError],
      [16, !passwordRequired || runAsOwner || origin !== 'any' || streaming === 'parallel'],
      [17, failover],
    ]
    const since = younger.findLast(([, isSaid]) => isSaid)?.[0]
    const sql = [
      `CREATE SUBSCRIPTION ${qualified(address.names)} CONNECTION ${literal(connection ?? '')}`,
      `PUBLICATION ${publications.map(ident).join(', ')}`,
      `WITH (connect = false, enabled = false, create_slot = false, copy_data = false, ${parameters(attributes, true)})`,
    ].join(' ')
    return [{ sql, phase: 'late', note: NOTE, ...(since === undefined ? {} : { since }) }]
  },

  drop: ({ address }) => dropWithoutPublisher(qualified(address.names)),

  alter(old, rebuilt) {
    const [wanted, there] = [old.attributes, rebuilt.attributes]
    // These can only be set where it is made, or there on the publisher too.
    if (wanted.twoPhase !== there.twoPhase || wanted.failover !== there.failover) return undefined
    const name = qualified(old.address.names)
    const say = (what: string): Statement => ({ sql: `ALTER SUBSCRIPTION ${name} ${what}` })
    const before = parameters(there, false)
    const after = parameters(wanted, false, there)
    return {
      statements: [
        ...(wanted.connection === null || wanted.connection === there.connection
          ? []
          : [say(`CONNECTION ${literal(wanted.connection)}`)]),
        ...(same(wanted.publications, there.publications)
          ? []
          : [
              say(
                `SET PUBLICATION ${wanted.publications.map(ident).join(', ')} WITH (refresh = false)`,
              ),
            ]),
        ...(wanted.enabled || !there.enabled ? [] : [say('DISABLE')]),
        ...(before === parameters(wanted, false) ? [] : [say(`SET (${after})`)]),
      ],
    }
  },
})

const NOTE =
  'Connects to nobody, and is not enabled: ALTER SUBSCRIPTION … ENABLE does that, where it is to receive. To drop it where it is not, SET (slot_name = NONE) first.'

const same = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

/** What is usual is left out, unless something else stands there, so that older servers take it too. */
function parameters(
  attributes: Subscription,
  isNew: boolean,
  there: Subscription = attributes,
): string {
  const { slot, synchronousCommit, binary, streaming, twoPhase, failover } = attributes
  const { disableOnError, passwordRequired, runAsOwner, origin } = attributes
  return [
    `slot_name = ${slot === null ? 'NONE' : literal(slot)}`,
    `synchronous_commit = ${literal(synchronousCommit)}`,
    `binary = ${binary}`,
    `streaming = ${streaming}`,
    ...(isNew && twoPhase ? ['two_phase = true'] : []),
    ...(disableOnError || there.disableOnError ? [`disable_on_error = ${disableOnError}`] : []),
    ...(passwordRequired && there.passwordRequired
      ? []
      : [`password_required = ${passwordRequired}`]),
    ...(runAsOwner || there.runAsOwner ? [`run_as_owner = ${runAsOwner}`] : []),
    ...(origin !== 'any' || there.origin !== 'any' ? [`origin = ${literal(origin)}`] : []),
    ...(isNew && failover ? ['failover = true'] : []),
  ].join(', ')
}

/** A subscription with a slot would be dropped on the publisher as well. */
const dropWithoutPublisher = (name: string): readonly Statement[] =>
  ['DISABLE', 'SET (slot_name = NONE)']
    .map((what) => ({ sql: `ALTER SUBSCRIPTION ${name} ${what}` }))
    .concat([{ sql: `DROP SUBSCRIPTION ${name}` }])
