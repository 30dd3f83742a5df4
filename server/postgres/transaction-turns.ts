import { statementsOf } from './statements.ts'

/** Where a transaction begins or ends; one that is prepared ends as well, and can only be committed. */
export type Turn = 'begin' | 'commit' | 'rollback'

const ANY = /\b(?:begin|start|commit|end|prepare|rollback|abort)\b/i
const BEGIN = /^(?:begin|start\s+transaction)\b/i
const COMMIT = /^(?:(?:commit|end)\b(?!\s+prepared\b)|prepare\s+transaction\b)/i
const ROLLBACK = /^(?:rollback|abort)\b(?!\s+(?:(?:work|transaction)\s+)?to\b|\s+prepared\b)/i
const CHAIN = /\band\s+chain\b/i

/** What the statements of a text do to the transaction, in order. */
export function turnsOf(text: string): Turn[] {
  return ANY.test(text) ? statementsOf(text).flatMap((statement) => turns(statement.text)) : []
}

function turns(statement: string): Turn[] {
  if (BEGIN.test(statement)) return ['begin']
  const end = COMMIT.test(statement) ? 'commit' : ROLLBACK.test(statement) ? 'rollback' : undefined
  if (end === undefined) return []
  return CHAIN.test(statement) ? [end, 'begin'] : [end]
}
