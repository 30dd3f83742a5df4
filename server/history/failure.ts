import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { RebaselineError, type ErrorCode } from '../errors.ts'
import { NO_ROOM } from '../query-failed.ts'
import { serverHelp } from '../postgres/server-help.ts'
import { excerpt, indented, linesAround, linesThere, nameOnOneLine } from '../excerpt.ts'
import { noMigrations } from './folder.ts'
import { besideOthers } from './several-folders.ts'
import { nothingProvided, providerText } from './provider-text.ts'
import type { MigrationFailure } from '../../shared/migration-failure.ts'
import type { MigrationError } from './protocol.ts'
import type { MigrationRun, RunFailure, Stage } from './run.ts'

interface Told {
  readonly code: ErrorCode
  /** One sentence. */
  readonly happened: string
  readonly facts: readonly string[]
  readonly help?: string
}

/** Tells a person what stopped a run: one sentence, then the facts, each on a line of its own. */
export function failureError(run: MigrationRun, failure: RunFailure): RebaselineError {
  if (failure.reason === 'no-migrations') {
    if (run.provider) return nothingProvided(run.provider)
    const { folder } = failure
    if (folder === undefined) return noMigrations(run.folder, run.ignored)
    const own = run.ignored.filter(({ file }) => dirname(join(run.folder, file)) === folder)
    return besideOthers(noMigrations(folder, own))
  }
  const { code, happened, facts, help } = tell(run, failure)
  const migration = migrationFailure(run, failure, happened)
  const lastGood = failure.stage.at === 'migration' || failure.stage.at === 'end'
  const lines = [
    happened,
    ...facts,
    ...(lastGood
      ? [`  last good migration: ${nameOnOneLine(failure.lastGood ?? 'none, it is the first')}`]
      : []),
  ]
  return new RebaselineError(code, {
    doing: run.provider
      ? `run the migrations of ${providerText({ ...run.provider, file: shown(run.provider.file) })}`
      : `run the migrations in ${shown(run.folder)}`,
    happened: lines.join('\n'),
    ...(help !== undefined && { help }),
    ...(migration && { migration }),
    cause: failure,
  })
}

/** Whether it was stopped from outside: by a signal, such as of a system that has no memory left, or by the limit of time. */
export function isStopped({ cause }: RebaselineError): boolean {
  const { reason, signal = null } = Object(cause) as { reason?: unknown; signal?: unknown }
  return reason === 'too-slow' || (reason === 'ended' && signal !== null)
}

/** The same for programs; null where no file of the project is at fault. */
function migrationFailure(
  { folder }: MigrationRun,
  failure: Exclude<RunFailure, { reason: 'no-migrations' }>,
  happened: string,
): MigrationFailure | null {
  const { stage, lastGood } = failure
  if (failure.reason === 'cancelled' || stage.at === 'start' || stage.at === 'connect') return null
  const error = failure.reason === 'threw' ? failure.error : undefined
  const own = stage.at === 'end' || stage.file === null ? null : join(folder, stage.file)
  const [, thrownIn, line, column] = PLACE.exec(error?.at ?? '') ?? []
  const statement = error?.statement ?? ('statement' in failure ? failure.statement : null)
  const file = thrownIn ?? own
  return {
    name: stage.at === 'migration' ? stage.name : null,
    file: file === null ? null : shown(file),
    line: line === undefined ? null : Number(line),
    column: column === undefined ? null : Number(column),
    reason: error?.message.split('\n')[0] ?? happened,
    code: error?.code ?? null,
    detail: error?.detail ?? null,
    hint: error?.hint ?? null,
    statement,
    position: error?.position ?? null,
    lastGood,
  }
}

/** A file, line and column as one word. */
const PLACE = /^(.+):(\d+):(\d+)$/s

function tell(run: MigrationRun, failure: Exclude<RunFailure, { reason: 'no-migrations' }>): Told {
  switch (failure.reason) {
    case 'threw':
      return threw(run, failure.stage, failure.error)
    case 'ended':
      return ended(run, failure.stage, failure)
    case 'out-of-memory':
      return outOfMemory(run, failure.stage)
    case 'too-slow':
      return tooSlow(run, failure.stage, failure)
    case 'server-wide':
      return serverWide(failure.stage, failure)
    case 'cancelled':
      return { code: 'run-cancelled', happened: 'it was cancelled', facts: [] }
  }
}

function threw(run: MigrationRun, stage: Stage, error: MigrationError): Told {
  const [head = '', ...rest] = error.message.split('\n')
  const first = (/^(?:Transform|Build) failed\b/.test(head) && syntaxError(rest)) || head
  const more = rest.filter((line) => line.trim() !== '').map((line) => `  ${line}`)
  if (stage.at === 'start') {
    return {
      code: 'migrations-not-started',
      happened: `Kysely or pg can not be loaded: ${first}`,
      facts: more,
      help: 'Install the packages of the project (npm install) and try again.',
    }
  }
  const facts = [...more, ...factsOf(run, stage, error)]
  const known = error.variable === null ? serverHelp(first) : variableHelp(error.variable)
  const help = known === undefined ? {} : { help: known }
  if (stage.at === 'import') {
    const happened = `the file ${shown(join(run.folder, stage.file))} can not be loaded: ${first}`
    const unloadable = /[\n\r\t]/.test(stage.file) ? { help: NO_LINE_BREAK } : help
    return { code: 'migration-not-loaded', happened, facts, ...unloadable }
  }
  const happened = `${subject(stage)} failed: ${first}`
  if (error.code === NO_ROOM) return { code: 'disk-full', happened, facts }
  return { code: 'migration-failed', happened, facts, ...help }
}

const NO_LINE_BREAK =
  'Node imports no file that has a line break or a tab in its name: give it another one, and run it again.'

/** What esbuild says of the first fault: its own first line only counts them. */
function syntaxError(lines: readonly string[]): string | undefined {
  const [, line, what] = /:(\d+):\d+: ERROR: (.+)$/m.exec(lines.join('\n')) ?? []
  return what === undefined ? undefined : `${what} (line ${line})`
}

function factsOf(run: MigrationRun, stage: Stage, error: MigrationError): string[] {
  const { caughtBefore } = error
  const isKnown = stage.at === 'migration' && stage.file !== null
  const file = isKnown ? shown(join(run.folder, stage.file)) : null
  const lines: [string, string | null | undefined][] = [
    ['file', error.at === null ? file : shown(error.at)],
    [isSqlState(error.code) ? 'Postgres code' : 'code', error.code],
    ['statement', error.statement && excerpt(error.statement, error.position)],
    ['at character', error.position?.toString()],
    ['detail', error.detail],
    ['hint', error.hint],
    ['where', error.where],
    ['broken before by', caughtBefore && `${caughtBefore.message}, which the migration caught`],
    ['in its statement', caughtBefore && excerpt(caughtBefore.statement, null)],
    ['missing environment variable', error.variable],
  ]
  return [
    ...lines.flatMap(([name, value]) => (value ? [`  ${name}: ${indented(value)}`] : [])),
    ...sourceAt(error.at),
  ]
}

/** The lines of a file around `FILE:4:3`; none where that can't be read, or is no line of it. */
function sourceAt(at: string | null): readonly string[] {
  const [, file, line] = PLACE.exec(at ?? '') ?? []
  if (file === undefined) return []
  try {
    const lines = linesAround(readFileSync(file, 'utf8'), Number(line))
    return lines === '' ? [] : [linesThere(lines)]
  } catch {
    return []
  }
}

function ended(
  run: MigrationRun,
  stage: Stage,
  { exitCode, signal }: { exitCode: number | null; signal: string | null },
): Told {
  const how = signal === null ? `exit code ${exitCode ?? 'unknown'}` : `signal ${signal}`
  const facts = [...fileOf(run, stage), ...lastLines(run, stage)]
  if (stage.at === 'start') {
    // Node prints the line of a bundled file first; only the error itself says something.
    const why = /^\w*Error\b.*/m.exec(run.loadOutput)?.[0]
    const happened = `the process that loads them stopped at once (${why ?? how})`
    return { code: 'migrations-not-started', happened, facts: why === undefined ? facts : [] }
  }
  const who =
    stage.at === 'import' ? `the file ${shown(join(run.folder, stage.file))}` : subject(stage)
  const when = stage.at === 'import' ? ' while it was loaded' : ''
  return {
    code: 'migration-ended-process',
    happened: `${who} ended the process${when} (${how})`,
    facts,
  }
}

function outOfMemory(run: MigrationRun, stage: Stage): Told {
  const who =
    stage.at === 'import' ? `loading ${shown(join(run.folder, stage.file))}` : subject(stage)
  const happened = `${who} needed more memory than it may have, and was ended`
  return { code: 'out-of-memory', happened, facts: fileOf(run, stage) }
}

function tooSlow(
  run: MigrationRun,
  stage: Stage,
  { limitMs, statement }: { limitMs: number; statement: string | null },
): Told {
  const who =
    stage.at === 'import' ? `loading ${shown(join(run.folder, stage.file))}` : subject(stage)
  const waits = statement === null ? [] : [`  it waits for: ${indented(excerpt(statement, null))}`]
  return {
    code: 'migration-never-ends',
    happened: `${who} did not end within ${limitMs / 1000} seconds and was stopped`,
    facts: [...fileOf(run, stage), ...waits, ...lastLines(run, stage)],
  }
}

/** Where no place in it is known. */
const fileOf = ({ folder }: MigrationRun, stage: Stage): readonly string[] =>
  stage.at === 'migration' && stage.file !== null
    ? [`  file: ${shown(join(folder, stage.file))}`]
    : []

function serverWide(
  stage: Stage,
  { changed, statement }: { changed: readonly string[]; statement: string | null },
): Told {
  const where = 'on a server that is not ours'
  return {
    code: 'server-wide',
    happened:
      statement === null
        ? `${subject(stage)} changes more than its database, ${where} (${changed.join(', ')}); it was rolled back, and nothing of it is left`
        : `${subject(stage)} looks as if it changed more than its database, ${where}; the statement was not sent, since it could not be taken back`,
    facts: statement === null ? [] : [`  statement: ${indented(excerpt(statement, null))}`],
  }
}

function subject(stage: Stage): string {
  switch (stage.at) {
    case 'migration':
      return `the migration ${nameOnOneLine(stage.name)}`
    case 'end':
      return 'the migrator, after the last migration that it finished,'
    case 'connect':
      return 'the migrator, before the first migration,'
    default:
      return 'the start'
  }
}

const variableHelp = (name: string): string =>
  `Set the environment variable ${name}, or name the file that sets it with --env-file (envFile in the configuration), and try again.`

const isSqlState = (code: string | null): boolean => /^[0-9A-Z]{5}$/.test(code ?? '')

const LINES_SHOWN = 10
/** Where Node begins to print its own state as it crashes. */
const crash = (lines: readonly string[]): number | undefined => {
  const index = lines.findIndex((line) => /^----- (Native|JavaScript) stack trace -----/.test(line))
  return index < 0 ? undefined : index
}
/** Neither do its warnings say why a process ended. */
const STACK_LINE =
  /^\s+at .+(:\d+:\d+|<anonymous>)\)?$|^Node\.js v|^\(node:\d+\) \w*Warning: |^\(Use `node --trace-/

/** The end of what was printed: usually it says why. */
function lastLines(run: MigrationRun, stage: Stage): string[] {
  const step =
    stage.at === 'migration' ? run.migrations.find(({ name }) => name === stage.name) : null
  const output = (step ? step.output : run.loadOutput).split('\n')
  const lines = output
    .slice(0, crash(output))
    .filter((line) => line.trim() !== '' && !STACK_LINE.test(line))
  if (lines.length === 0) return []
  return ['  it printed:', ...lines.slice(-LINES_SHOWN).map((line) => `    ${line.slice(0, 300)}`)]
}

/** A path as people type it: relative where it lies below the current folder. */
function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return nameOnOneLine(short === '' || short.startsWith('..') ? path : short)
}
