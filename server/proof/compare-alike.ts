import { askContents, contentsOf, type Contents } from '../catalog/contents.ts'
import { readDigest } from '../catalog/digest.ts'
import type { Ledger } from '../catalog/fragments.ts'
import type { KindModule } from '../kinds/kind.ts'
import { literal, notMember, userSchema } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { Comparison, KindCount } from '../../shared/finding.ts'
import { kindRank, type Kind } from '../../shared/kinds.ts'
import type { Model, ServerFacts } from '../../shared/model.ts'
import { mayBeBare } from './bare.ts'
import { bothOf } from '../settled.ts'
import { databaseFindings, databaseNotes } from './database-facts.ts'
import { hiddenNotes } from './hidden-notes.ts'
import { notCompared } from './not-compared.ts'
import { opinionOf } from './opinion-of.ts'
import { dumpOf, readBothUnchanged } from './read-side.ts'

/** What is asked of two databases. */
export interface AlikeOptions {
  readonly runId: string
  readonly ledger: Ledger
  /** Whether pg_dump is to print both as well. */
  readonly secondOpinion: boolean
}

/**
 * Compares two live databases, without their rows, by what Postgres sums up of each: equal where nothing at all differs.
 * Undefined wherever that does not show it, be it that something differs or that it can't be told: then both have to be
 * read whole.
 */
export const compareAlike = (
  urls: readonly [DatabaseUrl, DatabaseUrl],
  { runId, ledger, secondOpinion }: AlikeOptions,
): Promise<Comparison | undefined> =>
  readBothUnchanged(urls, { runId }, async (old, rebuilt) => {
    if (old.facts.major !== rebuilt.facts.major) return undefined
    const { major } = old.facts
    const [[mine, asked], theirs] = await bothOf(
      bothOf(
        readDigest(old.query, old.facts, { placed: true }),
        askContents(old.query, major, ledger, askOf(ledger)),
      ),
      readDigest(rebuilt.query, rebuilt.facts, { placed: false }),
    )
    const isAlike =
      mine.said !== null &&
      mine.said === theirs.said &&
      mine.server.migratingRole === theirs.server.migratingRole &&
      databaseFindings(mine.server, theirs.server, 'given').length === 0
    if (!isAlike) return undefined
    const contents = await contentsOf(old.query, mine, asked)
    if (!contents || mayBeBare(contents.counts.keys())) return undefined
    const dump = (url: DatabaseUrl) =>
      secondOpinion ? dumpOf(url, major, { runId, ledger }) : Promise.resolve(undefined)
    const [myDump, theirDump] = await bothOf(dump(urls[0]), dump(urls[1]))
    const opinion = opinionOf(
      { server: mine.server, dump: myDump },
      { server: theirs.server, dump: theirDump },
      [],
      [],
    )
    // What pg_dump alone sees is told with all that is known of it.
    if (opinion.findings.length > 0) return undefined
    return equal(contents, mine.server, theirs.server, opinion.said)
  })

/** Objects of which is told even where nothing differs: see `notCompared` and `hiddenNotes`. */
const askOf =
  (ledger: Ledger) =>
  ({ kind, hides }: KindModule): string | undefined => {
    if (kind === 'column') return columnsToTell(ledger)
    return TOLD.has(kind) || hides ? 'true' : undefined
  }

const TOLD: ReadonlySet<Kind> = new Set(['sequence', 'materialized-view'])

/**
 * Columns of foreign tables, of one table with an identity column, and of one of those that may be the migrator's: that there
 * is any such column is told.
 */
function columnsToTell({ schema, table, lockTable }: Ledger): string {
  const named = `(n.nspname = ${literal(schema)} and c.relname in (${literal(table)}, ${literal(lockTable)}))`
  const withIdentity = (which: string): string => `(
      select a.attrelid from pg_catalog.pg_attribute a
      join pg_catalog.pg_class c on c.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where a.attidentity <> '' and c.relkind in ('r', 'p') and ${which} and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}
      limit 1)`
  return `
  k.objid = any (array(
    select f.ftrelid from pg_catalog.pg_foreign_table f
    union all ${withIdentity(`not ${named}`)} union all ${withIdentity(named)}))`
}

function equal(
  { counts, objects }: Contents,
  old: ServerFacts,
  rebuilt: ServerFacts,
  secondOpinion: Comparison['secondOpinion'],
): Comparison {
  const told = new Map(objects.map((object) => [object.key, object]))
  const modelOf = (server: ServerFacts): Model => ({
    objects: told,
    children: new Map(),
    unmodeled: [],
    server,
  })
  const [mine, theirs] = [modelOf(old), modelOf(rebuilt)]
  const sorted = [...counts].sort(([a], [b]) => kindRank(a) - kindRank(b))
  return {
    verdict: 'equal',
    counts: Object.fromEntries(
      sorted.map(([kind, count]): [Kind, KindCount] => [
        kind,
        { old: count, rebuilt: count, equal: count, findings: 0 },
      ]),
    ),
    findings: [],
    notCompared: [
      ...notCompared(mine, theirs, 'none'),
      ...databaseNotes(old, rebuilt, 'given'),
      ...hiddenNotes(mine, theirs),
    ],
    ...(secondOpinion ? { secondOpinion } : {}),
  }
}
