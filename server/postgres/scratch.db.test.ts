import { beforeAll, describe, expect, test } from 'vitest'
import { ended, holdScratch } from '../testing/held-server.ts'
import { testServer } from '../testing/postgres.ts'
import { silentServer } from '../testing/silent-server.ts'
import { connectServer, type Server } from './engine.ts'
import { BIRTH_LIMIT, markStatement } from './marker.ts'
import { ownMark } from '../machine/processes.ts'
import { newRunId } from './run-id.ts'
import { createScratch, dropScratch, endBackends } from './scratch.ts'
import { withConnection, type Row } from './session.ts'

let own: Server
beforeAll(async () => {
  own = testServer(15)
}, 120_000)

/** The same server as somebody else sees it. */
const foreign = (runId = newRunId()): Promise<Server> => connectServer(own.url, { runId })
const ask = (sql: string): Promise<Row[]> =>
  withConnection(own.url, { runId: 'asking' }, (query) => query(sql))
const exists = async (name: string): Promise<boolean> =>
  (await ask(`select from pg_database where datname = '${name}'`)).length === 1

describe('a scratch database', () => {
  test('has our name and marker, and is empty', async () => {
    const database = await createScratch(own, { runId: 'ab12', purpose: 'old' })
    expect(database.name).toBe('rebaseline_ab12_old')
    expect(
      await ask(
        `select shobj_description(oid, 'pg_database') as marker from pg_database where datname = '${database.name}'`,
      ),
    ).toEqual([
      {
        marker: expect.stringMatching(
          /^rebaseline scratch database run=ab12 home=.* created=2.*Z$/,
        ),
      },
    ])
    expect(
      await withConnection(database.url, own, (query) =>
        query('select current_database() as name'),
      ),
    ).toEqual([{ name: database.name }])
    await database.drop()
  })

  test('a second one for the same purpose gets another name', async () => {
    const [one, two] = await Promise.all([
      createScratch(own, { runId: 'ab13', purpose: 'old' }),
      createScratch(own, { runId: 'ab13', purpose: 'old' }),
    ])
    expect(one.name).not.toBe(two.name)
    await Promise.all([one.drop(), two.drop()])
  })

  test('can be a copy of another one, of which a connection was just closed', async () => {
    const source = await createScratch(own, { runId: 'ab14', purpose: 'source' })
    await withConnection(source.url, own, (query) =>
      query('create table t (n int); insert into t values (7)'),
    )
    const copy = await createScratch(own, { runId: 'ab14', purpose: 'copy', template: source.name })
    expect(await withConnection(copy.url, own, (query) => query('select n from t'))).toEqual([
      { n: 7 },
    ])
    await source.drop()
    await copy.drop()
  })

  test('is dropped by its own run also when somebody wrote another comment over the marker', async () => {
    const database = await createScratch(own, { runId: 'ab19', purpose: 'old' })
    await ask(`comment on database ${database.name} is 'the studio'`)
    await expect(dropScratch(own, database.name)).rejects.toMatchObject({ code: 'not-scratch' })
    await database.drop()
    expect(await exists(database.name)).toBe(false)
  })

  test('is dropped with its open connections, and dropping twice is harmless', async () => {
    const database = await createScratch(own, { runId: 'ab15', purpose: 'old' })
    const held = withConnection(database.url, own, (query) => query('select pg_sleep(60)'))
    const failure = held.then(
      () => 'it slept',
      () => 'its connection was ended',
    )
    await expect
      .poll(() => ask(`select from pg_stat_activity where datname = '${database.name}'`))
      .toHaveLength(1)
    await database.drop()
    await database.drop()
    expect(await failure).toBe('its connection was ended')
    expect(await exists(database.name)).toBe(false)
  })

  test('is dropped with its subscriptions, whatever they and an event trigger say, and no publisher is asked', async () => {
    const publisher = await silentServer()
    const database = await createScratch(own, { runId: 'ab18', purpose: 'old' })
    const connection = `host=127.0.0.1 port=${publisher.port} connect_timeout=2`
    await withConnection(database.url, own, (query) =>
      query(`create table t (); create subscription "su ""b" connection '${connection}' publication told
          with (connect = false, slot_name = 'in_production');
        alter subscription "su ""b" enable;
        set allow_system_table_mods = on;
        insert into pg_subscription_rel select oid, 't'::regclass, 'i', null from pg_subscription;
        create function never() returns event_trigger language plpgsql as $$ begin raise 'never'; end $$;
        create event trigger never on ddl_command_start execute function never()`),
    )
    const open = withConnection(database.url, own, (query) => query('select pg_sleep(60)'))
    await Promise.all([expect(open).rejects.toThrow(/terminat|closed|ended/i), database.drop()])
    expect(await exists(database.name)).toBe(false)
    expect(publisher.connections()).toBe(0)
    publisher.close()
  })

  test('is made and dropped also after somebody ended the connection that is kept for it', async () => {
    const kept = `select pid from pg_stat_activity where application_name = 'rebaseline/${own.runId}' and datname = 'postgres'`
    await (await createScratch(own, { runId: own.runId, purpose: 'first' })).drop()
    const [before] = await ask(kept)
    expect(before).toBeDefined()
    await ask(`select pg_terminate_backend(pid, 5000) from (${kept}) own`)
    const database = await createScratch(own, { runId: own.runId, purpose: 'second' })
    await ask(`select pg_terminate_backend(pid, 5000) from (${kept}) own`)
    await database.drop()
    expect(await exists(database.name)).toBe(false)
    expect(await ask(kept)).not.toContainEqual(before)
  })

  test('leaves no connection open on a server of somebody else', async () => {
    const server = await foreign()
    const database = await createScratch(server, { runId: 'ab21', purpose: 'old' })
    await database.drop()
    const open = `select from pg_stat_activity where application_name in ('rebaseline/ab21', 'rebaseline/${server.runId}') and backend_type = 'client backend' and pid not in (
      select pid from pg_locks where locktype = 'advisory')`
    await expect.poll(() => ask(open)).toEqual([])
    await server.stop()
  })

  test.each([
    ['production', 'no marker, another name', `select 1`],
    ['rebaseline_ab16_old', 'our name, no marker', `select 1`],
    [
      'rebaseline_ab16_new',
      'our name, the marker of another run',
      markStatement('rebaseline_ab16_new', 'ffff'),
    ],
    ['customers', 'a marker, another name', markStatement('customers', 'ab16')],
  ])('a database %s (%s) is never dropped', async (name, _why, mark) => {
    await ask(`create database "${name}"`)
    await ask(mark)
    await expect(dropScratch(own, name)).rejects.toMatchObject({ code: 'not-scratch' })
    expect(await exists(name)).toBe(true)
    await ask(`drop database "${name}"`)
  })
})

describe('ending backends', () => {
  test('ends those of the run and no others', async () => {
    const sleep = (runId: string): Promise<string> =>
      withConnection(own.url, { runId }, (query) => query('select pg_sleep(60)')).then(
        () => 'slept',
        () => 'ended',
      )
    const sleeping = (): Promise<Row[]> =>
      ask(
        `select application_name as name from pg_stat_activity where query like 'select pg_sleep%' order by 1`,
      )
    const ours = [sleep('ours'), sleep('ours/migrations')]
    const theirs = sleep('theirs')
    await expect.poll(sleeping).toHaveLength(3)
    await endBackends(own, 'ours')
    expect(await Promise.all(ours)).toEqual(['ended', 'ended'])
    expect(await sleeping()).toEqual([{ name: 'rebaseline/theirs' }])
    await endBackends(own, 'theirs')
    expect(await theirs).toBe('ended')
  })
})

describe('on a server of somebody else', () => {
  test('what is left at the end of the run is dropped, and no connection stays', async () => {
    const server = await foreign()
    const kept = await createScratch(server, { runId: server.runId, purpose: 'forgotten' })
    expect(await exists(kept.name)).toBe(true)
    await server.stop()
    expect(await exists(kept.name)).toBe(false)
    await expect
      .poll(() =>
        ask(`select from pg_stat_activity where application_name = 'rebaseline/${server.runId}'`),
      )
      .toEqual([])
  })

  test('one that was made and not yet marked when its connection was ended goes with the run', async () => {
    const other = await foreign()
    const name = `rebaseline_${other.runId}_old`
    const created = await withConnection(own.url, own, async (query) => {
      // No comment is written as long as this holds.
      await query('begin; lock table pg_catalog.pg_shdescription in share mode')
      const creating = createScratch(other, { runId: other.runId, purpose: 'old' }).then(
        () => 'created',
        () => 'ended',
      )
      await expect.poll(() => exists(name), { timeout: 30_000 }).toBe(true)
      await endBackends(other, other.runId)
      return creating
    })
    expect(created).toBe('ended')
    expect(await exists(name)).toBe(true)
    await other.stop()
    expect(await exists(name)).toBe(false)
  })

  test('a machine that is not this one is refused, unless it is allowed', async () => {
    const server = await foreign()
    const remote = {
      ...server,
      url: Object.assign(own.url.withDatabase('postgres'), { host: 'db.example' }),
    }
    await expect(
      createScratch(remote, { runId: server.runId, purpose: 'old' }),
    ).rejects.toMatchObject({
      code: 'remote-scratch',
    })
    await server.stop()
  })

  interface Left {
    readonly name: string
    readonly comment?: string
    readonly limit?: number
  }
  const leave = async ({ name, comment, limit }: Left): Promise<void> => {
    await ask(`create database "${name}" connection limit ${limit ?? -1}`)
    if (comment !== undefined) await ask(`comment on database "${name}" is '${comment}'`)
  }
  const commentOf = (run: string, home: string, created: string, pid = 999_999): string =>
    `rebaseline scratch database run=${run} home=${home} pid=${pid} start=abc created=${created}`
  const LONG_AGO = '2020-01-01T00:00:00Z'
  const now = (): string => `${new Date().toISOString().slice(0, 19)}Z`
  /** Starts a run on the server and says which of the databases it found are still there. */
  const survives = async (name: string): Promise<boolean> => {
    const server = await foreign()
    const first = await createScratch(server, { runId: server.runId, purpose: 'first' })
    await first.drop()
    const there = await exists(name)
    await server.stop()
    return there
  }

  test('the database of a dead process of this machine is dropped at the next start', async () => {
    await leave({
      name: 'rebaseline_dead1_old',
      comment: commentOf('dead1', ownMark().home, now()),
    })
    expect(await survives('rebaseline_dead1_old')).toBe(false)
  })

  test('a connection that its migrations left open does not keep it', async () => {
    const name = 'rebaseline_dead4_old'
    await leave({ name, comment: commentOf('dead4', ownMark().home, now()) })
    const url = own.url.withDatabase(name)
    const open = withConnection(url, { runId: 'dead4/migrations' }, async (query) => {
      expect(await survives(name)).toBe(false)
      return query('select 1')
    })
    await expect(open).rejects.toMatchObject({ code: 'query-failed' })
  })

  test('the old database of an unknown machine without any sign of life is dropped', async () => {
    await leave({
      name: 'rebaseline_dead2_old',
      comment: commentOf('dead2', 'ffffffffffff', LONG_AGO),
    })
    expect(await survives('rebaseline_dead2_old')).toBe(false)
  })

  test('a database that was created and not yet marked when its run was killed is dropped', async () => {
    await leave({ name: 'rebaseline_dead3_old', limit: BIRTH_LIMIT })
    expect(await survives('rebaseline_dead3_old')).toBe(false)
  })

  test('the database of a run that was killed is dropped at the next start', async () => {
    const held = await holdScratch(own.url)
    expect(await survives(held.url.database)).toBe(true)
    held.child.kill('SIGKILL')
    await ended(held.child)
    expect(await exists(held.url.database)).toBe(true)
    await expect.poll(() => ask(`select from pg_locks where locktype = 'advisory'`)).toEqual([])
    expect(await survives(held.url.database)).toBe(false)
  })

  const SUBSCRIBING = `create subscription "it's" connection 'host=127.0.0.1 port=1' publication told
    with (connect = false, slot_name = 'of_another'); alter subscription "it's" enable`

  test('a database that was left with a subscription is dropped at the next start, unless it is not ours', async () => {
    const name = 'rebaseline_dead5_old'
    await leave({ name, comment: commentOf('dead5', ownMark().home, now()) })
    await leave({ name: 'studio' })
    for (const database of [name, 'studio']) {
      await withConnection(own.url.withDatabase(database), own, (query) => query(SUBSCRIBING))
    }
    expect(await survives(name)).toBe(false)
    expect(await ask('select subname, subenabled, subslotname from pg_subscription')).toEqual([
      { subname: "it's", subenabled: true, subslotname: 'of_another' },
    ])
  })

  test('a run that is interrupted drops its database with the subscription in it', async () => {
    const held = await holdScratch(own.url)
    await withConnection(held.url, own, (query) => query(SUBSCRIBING))
    held.child.kill('SIGINT')
    await ended(held.child)
    expect(await exists(held.url.database)).toBe(false)
  })

  test('a run that is interrupted drops its database before it dies', async () => {
    const held = await holdScratch(own.url)
    held.child.kill('SIGINT')
    await ended(held.child)
    expect(await exists(held.url.database)).toBe(false)
  })

  test('a young database of an unknown machine stays', async () => {
    await leave({
      name: 'rebaseline_live1_old',
      comment: commentOf('live1', 'ffffffffffff', now()),
    })
    expect(await survives('rebaseline_live1_old')).toBe(true)
    await ask('drop database rebaseline_live1_old')
  })

  test('the database of a run on another machine stays as long as that run holds its lock', async () => {
    const other = await foreign('live2')
    const kept = await createScratch(other, { runId: 'live2', purpose: 'old' })
    await ask(
      `comment on database "${kept.name}" is '${commentOf('live2', 'ffffffffffff', LONG_AGO)}'`,
    )
    expect(await survives(kept.name)).toBe(true)
    await other.stop()
    expect(await exists(kept.name)).toBe(false)
  })

  test('a run takes its lock again after it lost the connection', async () => {
    const other = await foreign('live3')
    const kept = await createScratch(other, { runId: 'live3', purpose: 'old' })
    await ask(
      `comment on database "${kept.name}" is '${commentOf('live3', 'ffffffffffff', LONG_AGO)}'`,
    )
    const locks = `select pid from pg_locks where locktype = 'advisory'`
    const [before] = await ask(locks)
    await ask(`select pg_terminate_backend(${String(before?.['pid'])})`)
    await expect.poll(async () => (await ask(locks)).length, { timeout: 30_000 }).toBe(1)
    expect(await survives(kept.name)).toBe(true)
    await other.stop()
  })

  test('a database that somebody is connected to stays', async () => {
    const name = 'rebaseline_live4_old'
    await leave({ name, comment: commentOf('live4', 'ffffffffffff', LONG_AGO) })
    await withConnection(own.url.withDatabase(name), { runId: 'visitor' }, async () => {
      expect(await survives(name)).toBe(true)
    })
    await ask(`drop database ${name} with (force)`)
  })

  test('a database with our name but no marker at all stays', async () => {
    await leave({ name: 'rebaseline_live5_old' })
    await leave({ name: 'rebaseline_live6_old', comment: 'the books', limit: BIRTH_LIMIT })
    expect(await survives('rebaseline_live5_old')).toBe(true)
    expect(await exists('rebaseline_live6_old')).toBe(true)
    await ask('drop database rebaseline_live5_old')
    await ask('drop database rebaseline_live6_old')
  })
})
