/** Before a name: what says that the thing of that name is made here, by a builder or by SQL. */
const MAKES =
  /(?:\b(?:create|add)\w*\(\s*['"`]|\b(?:create|add)\s(?:(?!\bon\s)[^;'`()])*?)(?:"?[\w$]+"?\.)?"?$/i
/** The same for what only runs or names it: a call, a function of that name, an import, a comment. */
const PASSES =
  /(?:\bawait\s+|^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?function\s+|^\s*(?:import\b|\/\/|\*).*)$/
/** So much before a name is looked at. */
const BEFORE = 200

/**
 * Where a text makes something of that name, -1 where it does not name it. A part is looked for where the whole is made,
 * else where it is made itself. Reads names only: a text that does not parse has places too.
 */
export function namedPlace(text: string, whole: string, part: string): number {
  const start = best(text, whole)
  if (part === whole) return start
  const inside = start < 0 ? undefined : wordsIn(text, part, start)[0]
  if (inside !== undefined && inside < endOf(text, start)) return inside
  const made = wordsIn(text, part, 0).find((at) => rankAt(text, at) === 2)
  const named = made ?? inside ?? best(text, part)
  return named >= 0 ? named : start
}

/** A statement of a migration ends where it is run. */
function endOf(text: string, start: number): number {
  const end = text.indexOf('.execute(', start)
  return end < 0 ? text.length : end
}

/** The first place where it is made, else the first that names it at all. */
function best(text: string, word: string): number {
  const ranked = wordsIn(text, word, 0).map((at) => ({ at, rank: rankAt(text, at) }))
  return [2, 1].map((rank) => ranked.find((each) => each.rank === rank)?.at).find(isThere) ?? -1
}

const isThere = (at: number | undefined): at is number => at !== undefined

function rankAt(text: string, at: number): 0 | 1 | 2 {
  const before = text.slice(Math.max(0, at - BEFORE), at)
  if (PASSES.test(before.slice(before.lastIndexOf('\n') + 1))) return 0
  return MAKES.test(before) ? 2 : 1
}

/** Where a word stands by itself. */
function wordsIn(text: string, word: string, from: number): readonly number[] {
  if (word === '') return []
  const isPart = (char: string | undefined): boolean => char !== undefined && /[\w$]/.test(char)
  const places: number[] = []
  for (let at = text.indexOf(word, from); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + word.length])) places.push(at)
  }
  return places
}
