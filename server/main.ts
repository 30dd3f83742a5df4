import { RebaselineError } from './errors.ts'
import { COMMANDS } from './commands/all.ts'
import { helpOf, overview } from './commands/help.ts'
import { readOptions, usage } from './commands/options.ts'
import { clean } from './commands/print.ts'

const words = process.argv.slice(2)
const json = words.includes('--json')
const controller = new AbortController()
const interrupted = new Set<NodeJS.Signals>()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted.add(signal)
    controller.abort()
  })
}
// A reader that went away, such as `head`, is no failure.
process.stdout.on('error', () => {})

const code = await run().catch(report)
process.exit(interrupted.has('SIGTERM') ? 143 : interrupted.has('SIGINT') ? 130 : code)

async function run(): Promise<0 | 1 | 2> {
  const [first = ''] = words
  const named = first !== '' && !first.startsWith('-')
  if (!named && (words.includes('--help') || words.length === 0)) return show(overview())
  const command = COMMANDS.find(({ name }) => name === (named ? first : 'ui'))
  if (!command) {
    const known = COMMANDS.filter(({ hidden }) => !hidden).map(({ name }) => name)
    throw usage(`there is no command ${clean(first)}`, `There are: ${known.join(', ')}.`)
  }
  if (words.includes('--help')) return show(helpOf(command))
  const { values, positionals } = readOptions(named ? words.slice(1) : words, command.options)
  if (positionals.length > 0 && command.arguments === undefined) {
    throw usage(`${command.name} takes no ${clean(positionals[0] ?? '')}`)
  }
  return command.run({
    values,
    positionals,
    json,
    signal: controller.signal,
    progress: (line) => void process.stderr.write(`${clean(line)}\n`),
    print: (text) => void process.stdout.write(`${text}\n`),
  })
}

function show(text: string): 0 {
  process.stdout.write(`${text}\n`)
  return 0
}

/** Says what happened and what helps; everything that is no RebaselineError is a defect of ours. */
function report(error: unknown): 2 {
  const known =
    error instanceof RebaselineError
      ? error
      : new RebaselineError('internal-error', {
          doing: 'finish',
          happened: error instanceof Error ? error.message : String(error),
          cause: error,
        })
  if (json) process.stdout.write(`${JSON.stringify({ error: known.toJSON() }, null, 2)}\n`)
  process.stderr.write(`${known.message}\n${known.help}\n`)
  if (process.env['REBASELINE_DEBUG']) process.stderr.write(`${(error as Error).stack}\n`)
  return 2
}
