import { createHash } from 'node:crypto'
import { connect, type Connection } from './connect.ts'
import type { Server } from './engine.ts'

/** First half of the key of our advisory locks: `REBA` as a number. */
export const LOCK_CLASS = 0x52454241

/** Second half: 31 bits of the run's name. */
export const lockKey = (runId: string): number =>
  createHash('sha256').update(runId).digest().readUInt32BE(0) >>> 1

/** Whether a run lives, seen from the server alone, whatever machine it is on. */
export const livesSql = (runId: string): string => `
  exists (select from pg_catalog.pg_locks
           where locktype = 'advisory' and classid = ${LOCK_CLASS} and objid = ${lockKey(runId)} and objsubid = 2)
  or exists (select from pg_catalog.pg_stat_activity where application_name = 'rebaseline/${runId}')`

const RETRY_MILLISECONDS = 2000

/** Holds a run's lock on a foreign server as long as the server is in use, also over a lost connection. */
export async function holdRunLock({ url, beforeStop }: Server, runId: string): Promise<void> {
  let over = false
  let held: Connection | undefined
  const hold = async (): Promise<void> => {
    const connection = await connect(url, runId)
    const lock = `select pg_catalog.pg_advisory_lock_shared(${LOCK_CLASS}, ${lockKey(runId)})`
    await connection.send(lock).catch(async (error: unknown) => {
      await connection.close()
      throw error
    })
    if (over) return connection.close()
    held = connection
    connection.onLost(again)
  }
  const again = (): void => {
    if (over) return
    const retry = (): void => {
      if (!over) hold().catch(again)
    }
    setTimeout(retry, RETRY_MILLISECONDS).unref()
  }
  await hold()
  beforeStop.add(async () => {
    over = true
    await held?.close()
  })
}
