import { statementsOf } from './statements.ts'

/** A database whose name a block puts in is mostly its own. */
const DATABASE = String.raw`database\s+(?!%|')`

const OF_THE_SERVER = [
  String.raw`(?:create|alter|drop)\s+(?:role|group|tablespace|user\b(?!\s+mapping))\b`,
  String.raw`(?:create|drop)\s+database\b`,
  String.raw`alter\s+(?:system\b|${DATABASE})`,
  String.raw`comment\s+on\s+(?:role\b|tablespace\b|${DATABASE})`,
  String.raw`security\s+label\s+(?:for\s+\S+\s+)?on\s+(?:role\b|tablespace\b|${DATABASE})`,
  String.raw`(?:drop|reassign)\s+owned\b`,
  String.raw`(?:grant|revoke)\s(?:(?!\son\s)[^;])*?\s(?:to|from)\s`,
  String.raw`(?:grant|revoke)\s(?:(?!\son\s)[^;])*?\son\s+(?:tablespace\b|parameter\b|${DATABASE})`,
].join('|')

/** Where a statement may begin inside of a block. */
const INSIDE = String.raw`(?:[;$\n/]|\b(?:begin|then|else|loop)\b)\s*`

const PLAIN = new RegExp(`^(?:${OF_THE_SERVER})`, 'i')
const BLOCK = new RegExp(`${INSIDE}(?:${OF_THE_SERVER})`, 'i')
const EXECUTED = new RegExp(String.raw`\bexecute\b[^]*'\s*(?:${OF_THE_SERVER})`, 'i')

/**
 * Whether a text looks as if it changed what belongs to a whole server. It is only asked of what can't be undone any
 * more; what a transaction changed is seen, not guessed. What a routine only holds is not done yet.
 */
export const looksServerWide = (text: string): boolean =>
  statementsOf(text).some(({ text: statement }) =>
    /^do\b/i.test(statement)
      ? BLOCK.test(statement) || EXECUTED.test(statement)
      : PLAIN.test(statement),
  )
