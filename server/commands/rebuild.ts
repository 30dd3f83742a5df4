import { nuke } from '../deployments/nuke.ts'
import { findInFolders } from '../history/several-folders.ts'
import { LEDGER_OPTIONS, RUN_OPTIONS, type Command } from './command.ts'
import { jsonText } from './conclude.ts'
import { migrateToLatest, ranText } from './migrate.ts'
import { droppedOf } from './nuke.ts'
import { homeAndMore, namedFolders } from './sources.ts'
import { EMPTIED, NUKE_OPTIONS, nukeOptionsOf, shownTarget, targetOf } from './target.ts'
import { visible } from './visible.ts'

/** Empties a disposable database and runs all migrations of a folder. */
export const rebuildCommand: Command = {
  name: 'rebuild',
  positionals: [],
  about: 'Drop everything in a disposable database, then run all migrations of a folder.',
  example: 'rebaseline rebuild --migrations migrations --yes-drop studio_dev',
  options: ['migrations', ...NUKE_OPTIONS, ...RUN_OPTIONS, ...LEDGER_OPTIONS],
  words: {
    migrations: 'the folder whose migrations are run, all of them',
    database: `${EMPTIED}, then built`,
    force: 'taken as nuke takes it; rebuild drops everything without it too',
    'time-limit': 'for each migration; none unless told',
  },
  exits: 'Exit codes: 0 rebuilt, 2 refused or could not.',
  async run(context) {
    const { values, json, print, progress, tell } = context
    const folders = namedFolders(values)
    const url = targetOf(values)
    // What can't be built anew is not dropped first.
    await findInFolders(...homeAndMore(folders))
    tell(visible(`The database ${shownTarget(url)}`))
    const dropped = await nuke(nukeOptionsOf(context, url))
    progress(visible(`${dropped.database} is empty; its migrations run now`))
    const migrations = await migrateToLatest(context, folders, url)
    print(json ? jsonText({ dropped: droppedOf(dropped), migrations }) : ranText(migrations))
    return 0
  },
}
