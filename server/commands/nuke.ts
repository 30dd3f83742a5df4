import { contentsText, lookInto, nuke, type CountedContents } from '../deployments/nuke.ts'
import { RebaselineError } from '../errors.ts'
import type { Command } from './command.ts'
import { jsonText } from './conclude.ts'
import { EMPTIED, NUKE_OPTIONS, nukeOptionsOf, shownTarget, targetOf } from './target.ts'
import { visible, visibleLines } from './visible.ts'

/** Empties a disposable database. */
export const nukeCommand: Command = {
  name: 'nuke',
  positionals: [],
  about: 'Drop everything in a disposable database; without --force, say what that would be.',
  example: 'rebaseline nuke --force --database-env DATABASE_URL --yes-drop studio_dev',
  options: NUKE_OPTIONS,
  words: { database: EMPTIED },
  exits: 'Exit codes: 0 emptied, 2 refused or could not.',
  async run(context) {
    const { values, json, print, tell } = context
    const url = targetOf(values)
    tell(visible(`The database ${shownTarget(url)}`))
    if (values.force !== true) {
      const contents = await lookInto(nukeOptionsOf(context, url))
      if (!json) print(visibleLines(contentsText(contents)))
      throw new RebaselineError('nuke-refused', {
        doing: `empty the database ${url.database} on ${url.host}:${url.port}`,
        happened: 'that was not asked for: nothing has been dropped',
        help: 'Add --force to drop all of it.',
      })
    }
    const dropped = await nuke(nukeOptionsOf(context, url))
    print(
      json ? jsonText({ dropped: droppedOf(dropped) }) : visible(`${dropped.database} is empty.`),
    )
    return 0
  },
}

/** What was dropped, for programs. */
export const droppedOf = ({ database, schemas, extensions, others }: CountedContents) => ({
  database,
  schemas,
  extensions,
  others,
})
