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

/** The statements of a text that begin as one of these patterns says, by themselves or inside of a block. */
export function statementsLike(patterns: string): (text: string) => readonly string[] {
  const plain = new RegExp(`^(?:${patterns})`, 'i')
  const block = new RegExp(`${INSIDE}(?:${patterns})`, 'i')
  const executed = new RegExp(String.raw`\bexecute\b[^]*'\s*(?:${patterns})`, 'i')
  return (text) =>
    statementsOf(text)
      .map(({ text: statement }) => statement)
      .filter((statement) =>
        /^do\b/i.test(statement)
          ? block.test(statement) || executed.test(statement)
          : plain.test(statement),
      )
}

const ofTheServer = statementsLike(OF_THE_SERVER)

/**
 * Whether a text looks as if it changed what belongs to a whole server. It is only asked of what can't be undone any
 * more; what a transaction changed is seen, not guessed. What a routine only holds is not done yet.
 */
export const looksServerWide = (text: string): boolean => ofTheServer(text).length > 0
