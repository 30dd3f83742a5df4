import { ownMark, type ProcessMark } from '../machine/processes.ts'

/** What the comment on a scratch database says: whose it is and since when. */
export interface Marker extends ProcessMark {
  readonly runId: string
}

const MARKER =
  /^rebaseline scratch database run=([0-9a-z]+) home=([0-9a-f]+) pid=(\d+) start=([0-9a-f]*) created=\S+$/
/** What every scratch database is called like, and the run it is of. */
export const SCRATCH_NAME = /^rebaseline_([0-9a-z]+)_[0-9a-z_]+$/

/**
 * A database is created with this connection limit and gets its comment right after: one that was left without a
 * comment in between is still known as ours. No other reason leads to the number.
 */
export const BIRTH_LIMIT = 7319

/** The statement that marks a database; the server's clock counts, since machines differ. */
export function markStatement(name: string, runId: string): string {
  const { home, pid, start } = ownMark()
  const text = `rebaseline scratch database run=${runId} home=${home} pid=${pid} start=${start} created=`
  return `do $$ begin execute pg_catalog.format('comment on database %I is %L', '${name}',
    '${text}' || pg_catalog.to_char(pg_catalog.clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')); end $$`
}

/** The marker in a database's comment; undefined where that is none of ours. */
export function readMarker(comment: unknown): Marker | undefined {
  const [, runId, home = '', pid = '', start = ''] = MARKER.exec(String(comment)) ?? []
  return runId === undefined ? undefined : { runId, home, pid: Number(pid), start }
}

/** The run that a database of that name belongs to, if it is named as ours are. */
export const runOfName = (name: string): string | undefined => SCRATCH_NAME.exec(name)?.[1]

/** Only such a database is ever dropped: named as ours, and marked for the same run. */
export function isScratch(name: string, comment: unknown): boolean {
  const runId = runOfName(name)
  return runId !== undefined && readMarker(comment)?.runId === runId
}

/** It was created, and its run was ended before it marked it. */
export const isUnmarked = (name: string, comment: unknown, limit: unknown): boolean =>
  runOfName(name) !== undefined && comment === null && limit === BIRTH_LIMIT

/** A name for a scratch database, within the 63 bytes of Postgres. */
export function scratchName(runId: string, purpose: string, number: number): string {
  const clean =
    purpose
      .toLowerCase()
      .replace(/[^0-9a-z]+/g, '_')
      .replace(/^_+|_+$/g, '') || 'scratch'
  const end = number === 1 ? '' : `_${number}`
  return `${`rebaseline_${runId}_${clean}`.slice(0, 63 - end.length)}${end}`
}
