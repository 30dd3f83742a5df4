import { join, posix, relative, sep } from 'node:path'
import { checkAnswers } from '../configuration/check-answers.ts'
import type { Configuration } from '../configuration/configuration.ts'
import { lookAround, seenFor } from '../configuration/look-around.ts'
import {
  configurationOf,
  configurationPlace,
  standingThere,
  textFor,
  writeConfiguration,
  type Answers as Written,
  type ConfigurationPlace,
} from '../configuration/write.ts'
import { findProject } from '../project/project.ts'
import type { Answers, AnswersPreview, Questions } from '../../shared/first-run.ts'
import { MAJORS } from '../../shared/majors.ts'
import type { Beginning, FirstRun } from '../workbench/first-run.ts'
import { projectNotice } from '../workbench/project-notice.ts'
import type { Way } from '../workbench/way.ts'
import type { CommandContext } from './command.ts'
import { configured } from './defaults.ts'
import { text, wholeNumber, type Values } from './options.ts'

export interface FirstRunOptions {
  readonly context: CommandContext
  /** What the command takes: what a configuration says is taken as the command line would say it. */
  readonly command: Parameters<typeof configured>[0]
  /** Makes what is worked on, by what the command line would say. */
  readonly open: (values: Values) => Promise<Way>
  /** `asked`: nothing is worked on before it is answered; `offered`: a folder is, and can be written down. */
  readonly mode: 'asked' | 'offered'
}

/** What the page asks where a project has no configuration; its answers are written as `init` writes them. */
export function firstRunOf({ context, command, open, mode }: FirstRunOptions): FirstRun {
  const place = configurationPlace(process.cwd())
  const { given } = context
  let worked = mode === 'offered' ? context.values : undefined
  const valuesOf = (values: Configuration): Values => ({
    ...configured(command, given, { file: place.file, values }, here()),
    // What is answered goes before what began with the command line.
    ...Object.fromEntries(Object.entries(given).filter(([name]) => !ASKED.has(name))),
  })
  return {
    isOpen: () => worked === undefined || standingThere(place) === undefined,
    questions: () => questionsOf(place, worked ?? given),
    preview: (answers) => previewOf(place, answers, serverOf(context)),
    async begin({ answers, configuration }): Promise<Beginning> {
      const written = writtenOf(answers)
      const problems = await checkAnswers(place.folder, written)
      if (problems.length > 0) return { outcome: 'refused', problems }
      const said = configurationOf(place.folder, written)
      const values = valuesOf(said)
      // Whatever can't be worked on is told before anything is written.
      const way = isSame(worked, values) ? undefined : await open(values)
      if (configuration === 'written') writeConfiguration(place, said)
      worked = values
      if (!way) return { outcome: 'stays' }
      return { outcome: 'begun', way, notes: text(values, 'notes') ?? null }
    },
  }
}

/** Options that the answers take the place of. */
const ASKED: ReadonlySet<string> = new Set(['migrations', 'postgres', 'notes'])

const here = () => ({ folder: process.cwd(), variables: process.env })

const isSame = (before: Values | undefined, after: Values): boolean =>
  before !== undefined &&
  ['migrations', 'postgres', 'notes'].every(
    (name) => before[name as 'notes'] === after[name as 'notes'],
  )

const writtenOf = ({ migrations, postgres, notes }: Answers): Written => ({
  migrations: shortest(migrations),
  postgres: postgres ?? undefined,
  notes: shortest(notes ?? '') || undefined,
})

/** The same path as short as it can be written. */
function shortest(path: string): string {
  const trimmed = path.trim().split(sep).join('/')
  return trimmed === '' ? '' : posix.normalize(trimmed).replace(/(?<=.)\/+$/, '')
}

/** What the project shows, and what is proposed of it. */
async function questionsOf(place: ConfigurationPlace, said: Values): Promise<Questions> {
  const { folders, postgres } = await lookAround(place.folder)
  const named = (name: 'migrations' | 'notes'): string | undefined => {
    const path = text(said, name)
    return path === undefined ? undefined : relative(place.folder, path) || '.'
  }
  const notesFor = (path: string): string | null => seenFor(place.folder, path).notes?.value ?? null
  const migrations = named('migrations') ?? folders[0]?.path ?? ''
  const major = wholeNumber(said, 'postgres', { from: MAJORS.oldest, to: MAJORS.newest })
  return {
    folders: folders.map((folder) => ({ ...folder, notes: notesFor(folder.path) })),
    postgres: postgres ?? null,
    answers: {
      migrations,
      postgres: major ?? postgres?.value ?? null,
      notes: named('notes') ?? (migrations === '' ? null : notesFor(migrations)),
    },
  }
}

/** Where the scratch databases will be. */
const serverOf = ({ given, environment }: CommandContext): string =>
  given.server === undefined && given['old-server'] === undefined && !environment.serverUrl
    ? 'an embedded Postgres'
    : 'the server that is named for it'

async function previewOf(
  place: ConfigurationPlace,
  answers: Answers,
  server: string,
): Promise<AnswersPreview> {
  const written = writtenOf(answers)
  const problems = await checkAnswers(place.folder, written)
  const file = relative(process.cwd(), place.file)
  const there = standingThere(place)
  const isWrong = problems.some(({ field }) => field === 'migrations')
  return {
    file,
    text: textFor(place, isWrong ? {} : configurationOf(place.folder, written)),
    why:
      there === undefined
        ? null
        : `${relative(process.cwd(), there)} is there already, and goes before these answers once the dashboard is started again: write them into that file.`,
    problems,
    notice: isWrong
      ? []
      : [...projectNotice(findProject(join(place.folder, written.migrations)), server)],
  }
}
