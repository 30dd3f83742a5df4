import type { HistoryFinding, MigrationHistory, VolatileValue } from '../../../shared/history.ts'
import { describeAddress, keyOf } from '../../../shared/model.ts'
import { lineageOf } from '../lineage.ts'

/** Migrations that only give rows other values. */
export const dataRenameFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap(({ name, effects }): HistoryFinding[] => {
    if (!effects || effects.more || effects.objects.length > 0) return []
    const updated = effects.rows.tables.filter((rows) => (rows.updated ?? 0) > 0)
    if (updated.length === 0) return []
    const tables = updated.map((rows) => {
      const count = rows.updated ?? 0
      return `${count} ${count === 1 ? 'row' : 'rows'} of ${rows.table.names.join('.')}`
    })
    const text = `gives other values to ${tables.join(', ')}, and changes no object`
    return [
      {
        kind: 'data-renamed',
        migrations: [name],
        objects: updated.map(({ table }) => table),
        text,
      },
    ]
  })

/** Defaults that were worked out when their migration ran, and stay so: each build has another one. */
export function frozenDefaultFindings(
  migrations: readonly MigrationHistory[],
  volatile: readonly VolatileValue[],
): HistoryFinding[] {
  const lineage = lineageOf(migrations)
  return volatile.flatMap(({ address, attribute, cause }): HistoryFinding[] => {
    if (address.type !== 'default value' || attribute !== 'expression') return []
    const by = lineage.lastOf(keyOf(address))
    const column = { ...address, type: 'table column' }
    const text = `the default of ${describeAddress(column)} was worked out when the migration ran, and each build of the folder has another one (${cause ?? 'not known'})`
    return [{ kind: 'frozen-default', migrations: by ? [by] : [], objects: [column], text }]
  })
}
