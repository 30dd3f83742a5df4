import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { createInterface, type Interface } from 'node:readline/promises'
import { usageError } from '../config.ts'
import type { Configuration } from '../configuration/configuration.ts'
import { lookAround, seenFor, type Proposal, type SeenFor } from '../configuration/look-around.ts'
import {
  configurationOf,
  configurationPlace,
  refuseSecond,
  textFor,
  writeConfiguration,
  type ConfigurationPlace,
} from '../configuration/write.ts'
import { packageManagerOf } from '../project/package-manager.ts'
import { isMajor, MAJORS, MAJORS_TEXT } from '../../shared/majors.ts'
import { counted } from '../../shared/report.ts'
import type { Command, CommandContext } from './command.ts'
import { jsonText } from './conclude.ts'
import { computedElsewhere } from './defaults.ts'
import { text, wholeNumber } from './options.ts'
import { visible } from './visible.ts'

/** Writes the configuration by looking at the project. */
export const initCommand: Command = {
  name: 'init',
  positionals: [],
  about: 'Write rebaseline.config.ts by looking at the project; asks what it can not see.',
  example: 'rebaseline init',
  options: ['migrations', 'postgres', 'notes', 'yes'],
  words: {
    migrations: 'the folder of migrations, instead of what is found',
    postgres: `major of the Postgres that production runs, ${MAJORS_TEXT}`,
  },
  exits: 'Exit codes: 0 written, 2 refused or could not.',
  unconfigured: true,
  async run(context) {
    const { json, print } = context
    const place = configurationPlace(process.cwd())
    const { folder, file } = place
    refuseSecond(place)
    const values = await answered(context, place, await lookAround(folder))
    writeConfiguration(place, values)
    print(
      json
        ? jsonText({ file, configuration: values })
        : [
            `Wrote ${visible(file)}, and touched nothing else:`,
            '',
            textFor(place, values),
            next(folder),
          ].join('\n'),
    )
    return 0
  },
}

function next(folder: string): string {
  const { exec } = packageManagerOf(folder)
  return `Next: ${exec('rebaseline')} opens the dashboard, which makes scratch databases on an embedded Postgres and keeps its drafts in .rebaseline/; ${exec('rebaseline', 'verify')} does the same without a page.`
}

/** What was said on the command line, else what a person answers, else what was seen. */
async function answered(
  { values, json, signal, tell }: CommandContext,
  { folder, file }: ConfigurationPlace,
  proposal: Proposal,
): Promise<Configuration> {
  const asks = values.yes !== true && !json && process.stdin.isTTY && process.stderr.isTTY
  const lines = asks && createInterface({ input: process.stdin, output: process.stderr })
  const told = `init writes ${file}, and touches nothing else`
  if (lines) tell(told)
  const ask = lines ? asking(lines, signal) : undefined
  try {
    // Both are named from where the person stands, and written from where the file will.
    const named = (name: 'migrations' | 'notes'): string | undefined => {
      const path = text(values, name)
      return path === undefined ? undefined : relative(folder, resolve(path)) || '.'
    }
    const migrations = named('migrations') ?? (await whichFolder(proposal, ask))
    if (!existsSync(resolve(folder, migrations))) {
      throw usageError(`there is no folder ${migrations}`, 'Name the folder with --migrations.')
    }
    const postgres =
      wholeNumber(values, 'postgres', { from: MAJORS.oldest, to: MAJORS.newest }) ??
      (await whichMajor(proposal.postgres, ask))
    const seen = seenFor(folder, migrations).notes
    const notes = named('notes') ?? (await whichNotes(seen, ask))
    // Whoever is not asked is refused before, or told at once.
    if (!lines) tell(told)
    return configurationOf(folder, { migrations, postgres, notes })
  } finally {
    if (lines) lines.close()
  }
}

/** Gives the answer, or what was proposed where that is empty. */
type Ask = (question: string, proposed: string) => Promise<string>

const asking =
  (lines: Interface, signal: AbortSignal): Ask =>
  async (question, proposed) => {
    try {
      const answer = await lines.question(`${question} [${proposed}] `, { signal })
      return answer.trim() || proposed
    } catch {
      signal.throwIfAborted()
      throw usageError(
        'it was not answered',
        'Answer with Enter, or take what is proposed with --yes.',
      )
    }
  }

async function whichFolder({ folders, computed }: Proposal, ask: Ask | undefined): Promise<string> {
  const [first, ...others] = folders
  const seen = folders.map(
    ({ path, files, seenIn }) => `${path} (${counted(files, 'file')}; ${seenIn})`,
  )
  if (ask) {
    const found = seen.length === 0 ? 'none was found' : seen.join(', ')
    return ask(`The folder of migrations? Found: ${found}`, first?.path ?? 'migrations')
  }
  if (computed.length > 0) throw computedElsewhere(computed)
  if (first && others.length === 0) return first.path
  throw usageError(
    first
      ? `there are several folders of migrations: ${seen.join(', ')}`
      : 'no folder of migrations was found',
    'Name it with --migrations.',
  )
}

const NONE = 'none'

async function whichMajor(
  seen: Proposal['postgres'],
  ask: Ask | undefined,
): Promise<number | undefined> {
  if (!ask) return seen?.value
  const why = seen ? ` (${seen.seenIn} says ${seen.value})` : ''
  const answer = await ask(
    `Which major of Postgres does production run${why}?`,
    String(seen?.value ?? MAJORS.newest),
  )
  const major = Number(answer)
  if (isMajor(major)) return major
  throw usageError(`${answer} is no major from ${MAJORS_TEXT}`)
}

async function whichNotes(
  seen: SeenFor['notes'],
  ask: Ask | undefined,
): Promise<string | undefined> {
  if (!ask) return seen?.value
  const answer = await ask(
    'Which file gets the new workflow at the export (or none)?',
    seen?.value ?? NONE,
  )
  return answer === NONE ? undefined : answer
}
