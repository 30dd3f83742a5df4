import { backupTableOf } from '../deployments/backup-table.ts'
import { unstampBlock } from '../deployments/unstamp-sql.ts'
import { qualified } from '../kinds/sql.ts'
import { stampingCommand } from './stamping.ts'

/** Takes a stamp back. */
export const unstampCommand = stampingCommand({
  name: 'unstamp',
  about: 'Take a stamp back: the ledger gets the rows of the archived migrations again.',
  block: unstampBlock,
  told: (plan) =>
    `Its ledger ${qualified([plan.ledger.schema, plan.ledger.table])} would get the rows of ${qualified([plan.ledger.schema, backupTableOf(plan)])} again, exactly, and that table would be dropped. Nothing else is changed.`,
  already: 'It is not stamped: there is nothing to undo, and nothing was changed.',
})
