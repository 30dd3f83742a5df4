import { usageError } from '../config.ts'
import type { Reviewed } from '../review/sign-off.ts'
import { ITEM_IDS, ITEMS, type ItemId } from '../../shared/checklist.ts'
import { leftOutText, type LeftOutTable } from '../../shared/left-out.ts'
import { sensitiveText, type SensitiveLook } from '../../shared/seed-evidence.ts'
import { PROJECT_WORDS, REVIEW_OPTIONS, type Command } from './command.ts'
import { jsonText } from './conclude.ts'
import { text } from './options.ts'
import { personText, reviewerOf } from './reviewer.ts'
import { visible } from './visible.ts'

/** Signs items of the checklist for what the last run found. */
export const signCommand: Command = {
  name: 'sign',
  positionals: ['[ITEM…]'],
  about: `Sign items of the checklist for what the last run found: ${ITEM_IDS.join(', ')}.`,
  example: 'rebaseline sign --all --migrations migrations --note "looked at every table"',
  guesses: true,
  options: [...REVIEW_OPTIONS, 'all', 'note'],
  words: PROJECT_WORDS,
  exits: 'Exit codes: 0 all that was asked for is signed, 2 something is not.',
  async run(context) {
    const { sign } = await import('../review/sign-off.ts')
    const { values, json, print } = context
    const items = itemsOf(context.positionals, values.all === true)
    const { person, ...reviewed } = await reviewerOf(context)
    const note = text(values, 'note') ?? ''
    const request = { items, seen: undefined, shown: () => undefined, person, note }
    const signed = await sign(reviewed, request)
    const { left, leftOut, sensitive } = await whatIs(reviewed, items, signed)
    print(
      json
        ? jsonText({ signed, left, leftOut, sensitive, person, note })
        : [
            signed.length === 0 ? 'Nothing was left to sign.' : `Signed as ${personText(person)}:`,
            ...signed.map((item) => `  ${item}: ${ITEMS[item]}`),
            ...leftOut.map((each) => visible(`Not compared: ${leftOutText(each)}`)),
            ...sensitive.map((each) => visible(`Signed with it: ${sensitiveText(each)}`)),
            ...left.map(({ item, why }) => visible(`Not signed: ${item}: ${why}`)),
          ].join('\n'),
    )
    return left.length === 0 ? 0 : 2
  },
}

function itemsOf(words: readonly string[], all: boolean): readonly ItemId[] {
  if (all === words.length > 0) {
    throw usageError('either items or --all says what is signed', `Items: ${ITEM_IDS.join(', ')}.`)
  }
  return words.map((word) => {
    const item = ITEM_IDS.find((each) => each === word)
    if (item) return item
    throw usageError(`there is no item ${visible(word)}`, `Items: ${ITEM_IDS.join(', ')}.`)
  })
}

/** What was asked for and is not signed now, and what no signature of these covers. */
async function whatIs(
  { project, migrationsNow }: Reviewed,
  items: readonly ItemId[],
  signed: readonly ItemId[],
): Promise<{
  readonly left: readonly { readonly item: ItemId; readonly why: string }[]
  readonly leftOut: readonly LeftOutTable[]
  readonly sensitive: readonly SensitiveLook[]
}> {
  const { readStanding, obstaclesTo, signedState } = await import('../review/standing.ts')
  const standing = await readStanding(project, migrationsNow)
  const asked = items.length > 0 ? items : ITEM_IDS
  const left = asked
    .filter((item) => signedState(item, standing)?.state !== 'current')
    .map((item) => ({
      item,
      why: obstaclesTo(item, standing).join('; ') || 'it changed meanwhile',
    }))
  const leftOut = signed.flatMap((item) => standing.run?.evidence[item]?.leftOut ?? [])
  const sensitive = signed.flatMap((item) => standing.run?.evidence[item]?.sensitive ?? [])
  return { left, leftOut, sensitive }
}
