import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { namedRoles, writeBaseline } from '../../baseline/write.ts'
import type { CatalogObject } from '../../../shared/model.ts'
import { DEFAULT_LEDGER as ledger } from '../../catalog/fragments.ts'
import type { Server } from '../../postgres/engine.ts'
import { ensureRoles } from '../../postgres/roles.ts'
import { createScratch } from '../../postgres/scratch.ts'
import { withConnection } from '../../postgres/session.ts'
import { compareSides } from '../../proof/compare-sides.ts'
import { readSide } from '../../proof/read-side.ts'
import { readEmpty, rebuild } from '../../proof/rebuild.ts'
import { withValues, workspaceOn } from '../check-case.ts'
import { ROLES } from './schema.ts'

/** A schema that Postgres refuses: the generator is at fault, not what is tested. */
export class Refused extends Error {}

/**
 * Builds the schemas side by side, writes them as a baseline, builds a database from it by plain Kysely, and tells
 * everything by which the two are not the same.
 */
export async function roundTripOf(
  server: Server,
  schemas: readonly string[],
  met: (object: CatalogObject) => void,
): Promise<readonly string[]> {
  const { runId } = server
  const workspace = workspaceOn(server)
  await ensureRoles(server, ROLES)
  const old = await createScratch(server, { runId, purpose: 'random' })
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-random-'))
  try {
    for (const sql of schemas) {
      await withConnection(old.url, { runId }, (query) => query(sql)).catch((cause: unknown) => {
        throw new Refused(`Postgres ${server.major} refused: ${String(cause)}\n${sql}`, { cause })
      })
    }
    const before = await readSide(old.url, { runId, ledger, seed: 'none', dump: 'asked' })
    for (const object of before.model.objects.values()) met(object)
    const empty = await readEmpty(workspace, ledger)
    const baseline = writeBaseline(before.model, empty)
    writeFileSync(join(folder, '001_baseline.ts'), baseline)
    const roles = { named: [], before: namedRoles(before.model) }
    const after = await rebuild(workspace, folder, { ledger, seed: 'none', roles })
    try {
      const comparison = await compareSides(workspace, before, after, { ledger, seed: 'none' })
      const { findings, verdict, secondOpinion: opinion } = comparison
      const again = writeBaseline(after.model, empty)
      return [
        ...before.model.unmodeled.map((each) => `unmodeled: ${JSON.stringify(each)}`),
        ...findings.map(withValues),
        ...(verdict === 'equal' ? [] : [`the verdict is ${verdict}`]),
        ...(opinion?.outcome === 'agrees' || opinion?.detail.startsWith('no pg_dump') ? [] : [`pg_dump: ${opinion?.detail}`]),
        ...(again === baseline ? [] : [`another baseline: ${firstDifference(baseline, again)}`]),
      ]
    } finally {
      await after.database.drop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await old.drop()
  }
}

function firstDifference(one: string, other: string): string {
  const [mine, theirs] = [one.split('\n'), other.split('\n')]
  const rank = mine.findIndex((line, at) => line !== theirs[at])
  return `${mine[rank]} | ${theirs[rank]}`
}
