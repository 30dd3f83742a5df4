import { qualified } from '../kinds/sql.ts'
import { plainBuild } from '../history/replay.ts'
import { runSettingsIn } from '../history/run-settings.ts'
import { dropRoles, rolesOf } from '../postgres/roles.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { ServerWatch } from '../postgres/shared-state.ts'
import { buildWithRoles, roleNotFound } from '../proof/given-roles.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { copyLedgers, type LedgerFacts } from './next-migrate.ts'

/** A scratch database that stands for a deployment: its ledger, and its schema. */
export interface StandIn {
  readonly database: ScratchDatabase
  readonly serverWatch: ServerWatch | undefined
  /** Drops it, and the roles that were made for it. */
  drop(): Promise<void>
}

interface Copied {
  readonly plan: StampPlan
  readonly ledgers: LedgerFacts
  /** What builds its schema; null where that is not looked at. */
  readonly built: MigrationsSource | null
  readonly kysely: string | undefined
}

/**
 * Makes one. Its schema is built by what a stamp marks as run and has proven to be equal; then the rows of the
 * deployment's ledger take the place of those that this build wrote.
 */
export const standIn = (
  workspace: Workspace,
  { plan, ledgers, built, kysely }: Copied,
): Promise<StandIn> =>
  buildWithRoles(workspace, 'rebuilt', [], roleNotFound, async (server, given, serverWatch) => {
    const { runId, signal } = workspace
    const before = await rolesOf(server)
    const database = await createScratch(server, { runId, purpose: 'rehearsal' })
    const drop = async (): Promise<void> => {
      await database.drop()
      const made = (await rolesOf(server)).filter((role) => !before.includes(role))
      await dropRoles(server, [...given, ...made])
    }
    try {
      if (built) {
        const { folder, more, chosen } = built
        await plainBuild({
          folder,
          more,
          ...(chosen && { chosen }),
          ...(kysely !== undefined && { kysely }),
          database: database.url,
          server,
          serverWatch,
          ledger: plan.ledger,
          runId,
          ...runSettingsIn(built),
          ...(signal && { signal }),
        })
        const { schema, table } = plan.ledger
        await withConnection(database.url, { runId }, (query) =>
          query(`drop table ${qualified([schema, table])}`),
        )
      }
      await copyLedgers(database, ledgers, runId)
      return { database, serverWatch, drop }
    } catch (error) {
      await drop().catch(() => {})
      throw error
    }
  })
