import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../place.ts'

/** One command of a document, as it stands there. */
export interface Command {
  readonly line: string
  /** What a comment behind it says: `# exits with 1`. */
  readonly exit: number
  /** It runs until it is ended: the dashboard. */
  readonly serves: boolean
}

/** Commands that stand together in a document, and what the document says of them. */
export interface Block {
  /** Where it begins. */
  readonly at: string
  readonly heading: string
  readonly commands: readonly Command[]
  /** Lines that they print, in this order; `…` stands for anything. */
  readonly output: readonly string[]
  /** Why no test runs it, as the document says itself. */
  readonly notRun: string | null
}

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm
/** Right behind a block: what it prints. */
const OUTPUT = /^\n+```text\n([\s\S]*?)\n```\n/
const NOT_RUN = /<!-- not run: ([^\n]+) -->\n+$/

/** The commands of a document in their order: `sh` blocks, and what a workflow in `yaml` runs of ours. */
export function blocksOf(name: string): readonly Block[] {
  const text = readFileSync(join(ROOT, name), 'utf8')
  const blocks: Block[] = []
  for (const { 0: all, 1: language = '', 2: body = '', index } of text.matchAll(FENCE)) {
    const before = text.slice(0, index)
    const at = `${name}:${before.split('\n').length}`
    const heading = [...before.matchAll(/^#+ (.+)$/gm)].at(-1)?.[1] ?? ''
    const [, notRun = null] = NOT_RUN.exec(before) ?? []
    const lines = language === 'sh' ? linesOf(body) : language === 'yaml' ? stepsOf(body) : []
    if (lines.length === 0) continue
    const after = text.slice(index + all.length)
    const [, output = ''] = OUTPUT.exec(after) ?? []
    blocks.push({
      at,
      heading,
      commands: lines.map(commandOf),
      output: output.split('\n').filter((line) => line.trim() !== ''),
      notRun,
    })
  }
  return blocks
}

const linesOf = (body: string): string[] =>
  body
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))

/** Setting up the machine is the workflow's own. */
const stepsOf = (body: string): string[] =>
  [...body.matchAll(/^\s*(?:- )?run: (npx rebaseline .+)$/gm)].map(([, line = '']) => line)

const commandOf = (line: string): Command => ({
  line,
  exit: Number(/# exits with (\d+)/.exec(line)?.[1] ?? 0),
  serves: /\brebaseline(?: --)?(?: ui\b|\s*(?:#|$))|^npm start\b/.test(line),
})

/** Where a document's commands are run. */
export interface Place {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs the commands of a block as a shell does; throws where one exits otherwise, or does not print what is said. */
export async function runBlock({ at, commands, output }: Block, place: Place): Promise<void> {
  const printed: [string, string] = ['', '']
  for (const command of commands) {
    const { code, streams } = await runCommand(command, place)
    for (const stream of STREAMS) printed[stream] += streams[stream]
    if (command.serves ? code === 2 : code !== command.exit) {
      throw new Error(`${at}: ${command.line}\nended with ${code}:\n${streams.join('\n')}`)
    }
  }
  // Which of two streams comes first is for nobody to say: each has an order of its own.
  const from: [number, number] = [0, 0]
  for (const line of output) {
    const wanted = new RegExp(line.split('…').map(escaped).join('[^\\n]*'), 'g')
    const found = STREAMS.some((stream) => {
      wanted.lastIndex = from[stream]
      if (!wanted.test(printed[stream])) return false
      from[stream] = wanted.lastIndex
      return true
    })
    if (found) continue
    throw new Error(`${at}: “${line}” is not printed, or not there:\n${printed.join('\n')}`)
  }
}

/** stdout, stderr */
const STREAMS = [0, 1] as const

const escaped = (text: string): string =>
  text.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)

interface CommandEnd {
  readonly code: number | NodeJS.Signals | null
  readonly streams: readonly [string, string]
}

/** What such a command says once it only waits for people. */
const WAITS = /Ctrl\+C ends it/

function runCommand({ line, serves }: Command, { cwd, env }: Place): Promise<CommandEnd> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PG|REBASELINE_|GITHUB_|NODE_OPTIONS$|VITEST|npm_)/.test(name),
  )
  const child = spawn('sh', ['-c', line], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const streams: [string, string] = ['', '']
  const waits = (): boolean => WAITS.test(streams.join('\n'))
  for (const stream of STREAMS) {
    const { [stream]: readable } = [child.stdout, child.stderr]
    readable?.setEncoding('utf8').on('data', (text: string) => {
      const isNew = !waits()
      streams[stream] += text
      if (serves && isNew && waits()) interrupt(child)
    })
  }
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code: code ?? signal, streams }))
  })
}

/** As Ctrl+C does, for all that the line started. */
function interrupt({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGINT')
}
