import { kinds } from '../kinds/registry.ts'
import type { Model } from '../../shared/model.ts'
import { typed, type MigrationForm } from './migration-form.ts'

/** What a baseline may create without a word about locks: a server with default settings has room for about 6,400. */
const SAFE_EVERYWHERE = 4000

/** Statements of a migration that stop it at once where the server has no room for the locks it takes. */
export function lockCheck(model: Model, form: MigrationForm): string[] {
  const locks = locksTaken(model)
  if (locks <= SAFE_EVERYWHERE) return []
  // For 100 connections, which is what a server has unless told otherwise.
  const setting = Math.ceil(locks / 100 / 64) * 64
  return [
    `  const locks = await sql${typed(form, '<{ room: number }>')}\``,
    "    select current_setting('max_locks_per_transaction')::int * (current_setting('max_connections')::int",
    "      + current_setting('max_prepared_transactions')::int) as room",
    '  `.execute(db)',
    `  if ((locks.rows[0]?.room ?? 0) < ${locks}) {`,
    '    throw new Error(',
    `      'This baseline takes ${locks} locks in one transaction: raise max_locks_per_transaction to ${setting} or more and restart the server.',`,
    '    )',
    '  }',
  ]
}

/** How many locks are held at the end of a transaction that creates all of it, or a few more. */
export function locksTaken(model: Model): number {
  let locks = 0
  for (const object of model.objects.values()) locks += kinds[object.kind].relations?.(object) ?? 0
  return locks
}
