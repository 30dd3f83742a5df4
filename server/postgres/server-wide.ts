/** Where a statement may begin: also inside a block, or inside a text that is executed. */
const BEGINNING = String.raw`(?:^|[;'$\n/]|\b(?:begin|then|else|loop)\b)\s*`

const OF_THE_SERVER = [
  String.raw`(?:create|alter|drop)\s+(?:role|group|tablespace|user\b(?!\s+mapping))\b`,
  String.raw`(?:create|drop)\s+database\b`,
  String.raw`alter\s+system\b`,
  String.raw`(?:grant|revoke)\s(?:(?!\son\s)[^;])*?\s(?:to|from)\s`,
]

const SERVER_WIDE = new RegExp(`${BEGINNING}(?:${OF_THE_SERVER.join('|')})`, 'i')
const ROUTINE = /^\s*create\s+(?:or\s+replace\s+)?(?:function|procedure)\b/i

/**
 * Whether a statement looks as if it changed what belongs to a whole server. It is only asked of what can't be undone
 * any more; what a transaction changed is seen, not guessed.
 */
export const looksServerWide = (statement: string): boolean =>
  SERVER_WIDE.test(statement) && !ROUTINE.test(statement)
