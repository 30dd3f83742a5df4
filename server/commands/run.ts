import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readEnvironment, usageError } from '../config.ts'
import { RebaselineError } from '../errors.ts'
import { recover } from '../export/apply.ts'
import { findProject } from '../project/project.ts'
import { version } from '../version.ts'
import { maskedIn } from '../workbench/masked.ts'
import { COMMANDS } from './all.ts'
import type { Command, ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { withDefaults } from './defaults.ts'
import { helpOf, listedCommands, overview } from './help.ts'
import type { Mask } from './masking.ts'
import { annotation } from './pipeline.ts'
import { OPTIONS, readOptions, texts, type Values } from './options.ts'
import { errorText, type Terminal } from './terminal.ts'

/** One call of the program. */
export interface Call {
  /** What stands after the program's name. */
  readonly words: readonly string[]
  readonly variables: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly terminal: Terminal
  readonly mask: Mask
}

/** Runs what the words say; whatever goes wrong is told, and ends with 2. */
export async function runCall(call: Call): Promise<ExitCode> {
  try {
    return await obey(call)
  } catch (error) {
    tellFailure(call, error)
    return 2
  }
}

async function obey({ words, variables, signal, terminal, mask }: Call): Promise<ExitCode> {
  const [first = ''] = words
  if (first === '--version') return show(terminal, version())
  const isNamed = first !== '' && !first.startsWith('-')
  const asked = first === 'help' ? namedCommand(words[1]) : undefined
  if (asked) return show(terminal, helpOf(asked))
  if (first === 'help' || (!isNamed && isGiven(words, 'help'))) return show(terminal, overview())
  const command = commandOf(isNamed ? first : 'ui')
  if (isGiven(words, 'help')) return show(terminal, helpOf(command))
  const rest = isNamed ? words.slice(1) : words
  const { values: given, positionals } = readOptions(rest, command.options)
  checkPositionals(command, positionals)
  const { progress } = terminal
  const asks = mayAsk(command, given) ? 'in the page' : 'nowhere'
  const place = { folder: process.cwd(), variables, progress, signal, asks } as const
  const values = await withDefaults(command, given, place)
  if (command.recovers?.(values) !== false) {
    await recoverExport(texts(values, 'migrations')[0], terminal)
  }
  return command.run({
    values,
    given,
    asks,
    positionals,
    environment: readEnvironment(variables),
    json: values.json === true,
    signal,
    progress: terminal.progress,
    tell: terminal.tell,
    mask,
    relay: terminal.relay,
    print: terminal.print,
  })
}

/** A page is asked in only where somebody sits at the terminal that its link is printed on. */
const mayAsk = (command: Command, given: Values): boolean =>
  command.asks === true && given.json !== true && process.stdout.isTTY

/** An export that was interrupted leaves half a folder: before anything reads that, it is finished. */
async function recoverExport(migrations: string | undefined, { tell }: Terminal): Promise<void> {
  if (migrations === undefined || !existsSync(migrations)) return
  const outcome = await recover(findProject(migrations))
  if (outcome !== 'nothing') tell(`An export that was interrupted has been ${outcome}.`)
}

function show({ print }: Terminal, text: string): ExitCode {
  print(text)
  return 0
}

function commandOf(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name)
  if (command) return command
  const known = listedCommands().map(({ name: listed }) => listed)
  throw usageError(`there is no command ${name}`, `The commands are: ${known.join(', ')}.`)
}

function checkPositionals({ name, positionals }: Command, given: readonly string[]): void {
  const takesMany = positionals.at(-1)?.endsWith('…]') === true
  const wanted = takesMany ? positionals.slice(0, -1) : positionals
  const [surplus] = takesMany ? [] : given.slice(wanted.length)
  if (surplus !== undefined) throw usageError(`${name} takes no further word: ${surplus}`)
  const [lacking] = wanted.slice(given.length)
  if (lacking !== undefined) throw usageError(`${name} lacks ${lacking}`)
}

/** The command that `help COMMAND` asks about. */
const namedCommand = (name: string | undefined): Command | undefined =>
  COMMANDS.find((candidate) => candidate.name === name)

/** Whether an option is given, also among words that can't be obeyed. */
function isGiven(words: readonly string[], name: 'json' | 'help'): boolean {
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([option, { type }]) => [option, { type }]),
  )
  const { tokens } = parseArgs({ args: [...words], options, strict: false, tokens: true })
  return tokens.some(
    (token) =>
      token.kind === 'option' &&
      (token.name === name || (name === 'help' && token.rawName === '-h')),
  )
}

/** Says what went wrong, as text and as the JSON document. */
export function tellFailure(
  { words, variables, signal, terminal, mask }: Call,
  thrown: unknown,
): void {
  const error = signal.aborted ? cancelled() : knownError(thrown)
  const { code, message, help, migration } = error
  // Also where it stands in the place of a value that is missing.
  if (isGiven(words, 'json') || words.includes('--json')) {
    const told = {
      code,
      message: mask(message),
      help: mask(help),
      ...(migration && { migration: maskedIn(migration, mask) }),
    }
    terminal.print(jsonText({ error: told }))
  }
  terminal.tell(errorText(error))
  if (variables['GITHUB_ACTIONS'] === 'true')
    terminal.tell(annotation('error', 'Rebaseline could not tell', message))
  if (code === 'usage') terminal.tell(`\n${usageOf(words)}`)
  if (variables['REBASELINE_DEBUG'] && thrown instanceof Error) {
    terminal.tell(thrown.stack ?? thrown.message)
  }
}

/** Whatever is no RebaselineError is a defect of ours, told in one sentence. */
function knownError(thrown: unknown): RebaselineError {
  if (thrown instanceof RebaselineError) return thrown
  if (isDiskFull(thrown)) {
    const happened = 'no space is left on the device'
    return new RebaselineError('disk-full', { doing: 'finish', happened, cause: thrown })
  }
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return new RebaselineError('internal-error', {
    doing: 'finish',
    happened: text.split('\n')[0] ?? '',
    help: 'This is a defect in Rebaseline; please report it with what REBASELINE_DEBUG=1 shows.',
    cause: thrown,
  })
}

/** Any file may be the one that finds no room. */
const isDiskFull = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT')

const cancelled = (): RebaselineError =>
  new RebaselineError('run-cancelled', { doing: 'finish', happened: 'it was called off' })

/** How it is done right. */
function usageOf(words: readonly string[]): string {
  const command = COMMANDS.find(({ name }) => name === words[0])
  return command ? helpOf(command) : overview()
}
