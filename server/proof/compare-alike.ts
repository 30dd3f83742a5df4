import { askContents, contentsOf, type Contents } from '../catalog/contents.ts'
import { readDigest } from '../catalog/digest.ts'
import type { Ledger } from '../catalog/fragments.ts'
import type { KindModule } from '../kinds/kind.ts'
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
import { dumpOf, readUnchanged } from './read-side.ts'

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
  [old, rebuilt]: readonly [DatabaseUrl, DatabaseUrl],
  { runId, ledger, secondOpinion }: AlikeOptions,
): Promise<Comparison | undefined> =>
  readUnchanged(old, { runId }, (query, facts) =>
    readUnchanged(rebuilt, { runId }, async (otherQuery, otherFacts) => {
      if (facts.major !== otherFacts.major) return undefined
      const [[mine, asked], theirs] = await bothOf(
        bothOf(
          readDigest(query, facts, { placed: true }),
          askContents(query, facts.major, ledger, askOf),
        ),
        readDigest(otherQuery, otherFacts, { placed: false }),
      )
      const isAlike =
        mine.said !== null &&
        mine.said === theirs.said &&
        mine.server.migratingRole === theirs.server.migratingRole &&
        databaseFindings(mine.server, theirs.server, 'given').length === 0
      if (!isAlike) return undefined
      const contents = await contentsOf(query, mine, asked)
      if (!contents || mayBeBare(contents.counts.keys())) return undefined
      const dump = (url: DatabaseUrl) =>
        secondOpinion ? dumpOf(url, facts.major, { runId, ledger }) : Promise.resolve(undefined)
      const [myDump, theirDump] = await bothOf(dump(old), dump(rebuilt))
      const opinion = opinionOf(
        { server: mine.server, dump: myDump },
        { server: theirs.server, dump: theirDump },
        [],
        [],
      )
      // What pg_dump alone sees is told with all that is known of it.
      if (opinion.findings.length > 0) return undefined
      return equal(contents, mine.server, theirs.server, opinion.said)
    }),
  )

/** Objects of which is told even where nothing differs: see `notCompared` and `hiddenNotes`. */
const TOLD: Partial<Record<Kind, string>> = {
  sequence: 'true',
  'materialized-view': 'true',
  column: 'k."identitySequence" is not null',
}

const askOf = ({ kind, hides }: KindModule): string | undefined =>
  TOLD[kind] ?? (hides ? 'true' : undefined)

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
