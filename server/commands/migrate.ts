import { RebaselineError } from '../errors.ts'
import { plainBuild } from '../history/replay.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { counted } from '../../shared/report.ts'
import { LEDGER_OPTIONS, RUN_OPTIONS, type Command, type CommandContext } from './command.ts'
import { jsonText } from './conclude.ts'
import { homeAndMore, ledgerOf, namedFolders, runSettingsOf } from './sources.ts'
import { shownTarget, TARGET_OPTIONS, targetOf } from './target.ts'
import { visible } from './visible.ts'

/** Runs what is new of a folder by the project's own Kysely. */
export const migrateCommand: Command = {
  name: 'migrate',
  positionals: [],
  about:
    "Run the migrations of a folder that a database has not run yet, by the project's own Kysely.",
  example: 'rebaseline migrate --migrations migrations --database-env DATABASE_URL',
  options: ['migrations', ...TARGET_OPTIONS, ...RUN_OPTIONS, ...LEDGER_OPTIONS],
  words: {
    migrations: 'the folder whose new migrations are run',
    database: 'the database that they are run on, and that they change',
    'time-limit': 'for each migration; none unless told',
  },
  exits: 'Exit codes: 0 everything has run, 2 something failed.',
  async run(context) {
    const { values, json, print, tell } = context
    const folders = namedFolders(values)
    const url = targetOf(values)
    tell(visible(`The database ${shownTarget(url)}`))
    const ran = await migrateToLatest(context, folders, url)
    print(json ? jsonText({ database: url.database, migrations: ran }) : ranText(ran))
    return 0
  },
}

interface Ran {
  readonly name: string
  readonly milliseconds: number
}

/** Without a limit of its own a migration of a large table takes the time it takes: the longest that Node can wait. */
const NO_LIMIT = 2_147_483_647

/** Runs what is new; gives its names. */
export async function migrateToLatest(
  { values, progress, signal }: CommandContext,
  folders: readonly string[],
  url: DatabaseUrl,
): Promise<readonly Ran[]> {
  const ran: Ran[] = []
  const [folder, more] = homeAndMore(folders)
  await plainBuild({
    folder,
    more: more.length > 0 ? more : undefined,
    database: url,
    runId: newRunId(),
    signal,
    ledger: ledgerOf(values),
    timeLimitMs: NO_LIMIT,
    memoryLimit: 'none',
    ...runSettingsOf(values),
    onStep: ({ name, milliseconds }) => {
      ran.push({ name, milliseconds: Math.round(milliseconds) })
      progress(visible(`${name} ran`))
    },
  }).catch(explained)
  return ran
}

/** A database that knows the archived files is told of as such. */
function explained(error: unknown): never {
  const isCorrupted =
    error instanceof RebaselineError && /corrupted migrations/.test(error.happened)
  if (!isCorrupted) throw error
  const { code, doing, happened } = error
  throw new RebaselineError(code, {
    doing,
    happened,
    help: 'This database has run migrations that are not in the folder, such as archived ones. Where it is disposable, rebuild it (rebaseline rebuild); where it is not, its ledger has to be moved over to the baseline first (rebaseline stamp).',
  })
}

export const ranText = (ran: readonly Ran[]): string =>
  ran.length === 0
    ? 'Nothing was new: the database has run every migration of the folder.'
    : [
        `${counted(ran.length, 'migration')} ran:`,
        ...ran.map(({ name, milliseconds }) => visible(`  ${name} (${milliseconds} ms)`)),
      ].join('\n')
