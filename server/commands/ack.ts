import { counted } from '../../shared/report.ts'
import { PROJECT_WORDS, REVIEW_EXITS, REVIEW_OPTIONS, type Command } from './command.ts'
import { jsonText } from './conclude.ts'
import { required } from './options.ts'
import { personText, reviewerOf } from './reviewer.ts'

/** Acknowledges the acceptable differences of one class, as the last run found them. */
export const ackCommand: Command = {
  name: 'ack',
  positionals: ['CLASS'],
  about: 'Acknowledge the acceptable differences of one class that the last run found.',
  example:
    'rebaseline ack volatile --migrations migrations --reason "ids and times are new in every build"',
  guesses: true,
  options: [...REVIEW_OPTIONS, 'reason'],
  words: PROJECT_WORDS,
  exits: REVIEW_EXITS,
  async run(context) {
    const { acknowledge } = await import('../review/sign-off.ts')
    const { values, positionals, json, print } = context
    const [name = ''] = positionals
    const reason = required(values, 'reason')
    const { person, ...reviewed } = await reviewerOf(context)
    const request = { class: name, seen: undefined, person, reason }
    const count = await acknowledge(reviewed, request)
    const differences = counted(count, 'difference')
    print(
      json
        ? jsonText({ acknowledged: name, count, person, reason })
        : `Acknowledged ${differences} of class ${name} as ${personText(person)}.`,
    )
    return 0
  },
}
