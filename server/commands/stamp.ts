import { backupTableOf } from '../deployments/backup-table.ts'
import { stampBlock } from '../deployments/stamp-sql.ts'
import { qualified } from '../kinds/sql.ts'
import { counted } from '../../shared/report.ts'
import { stampingCommand } from './stamping.ts'

/** Marks the exported baseline as run on a deployment that has run what it replaces. */
export const stampCommand = stampingCommand({
  name: 'stamp',
  about: 'Mark the exported baseline as run on a database that has run what it replaces.',
  block: stampBlock,
  told: (plan) =>
    `In its ledger ${qualified([plan.ledger.schema, plan.ledger.table])}, ${plan.marked.join(' and ')} would stand in place of ${counted(plan.archived.length, 'migration')}, ${plan.archived[0]} to ${plan.archived.at(-1)}; their rows would be kept in ${qualified([plan.ledger.schema, backupTableOf(plan)])}. Nothing else is changed.`,
  already: 'It is stamped already, or has run the baseline itself: nothing was changed.',
})
