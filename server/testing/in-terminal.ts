import { spawn } from 'node:child_process'
import { builtFile } from '../place.ts'

/** The real program with a terminal of its own, as somebody who sits at one has it. */
export interface InTerminal {
  /** What it has written once that holds such a text. */
  saying(text: RegExp): Promise<string>
  /** Types at its keyboard. */
  type(text: string): void
  /** Ctrl+C; gives what it wrote in all. */
  end(): Promise<string>
}

/** Why no such terminal can be had here; undefined where it can. */
export const noTerminal = (): string | undefined =>
  process.platform === 'linux' ? undefined : 'needs the `script` of Linux'

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

/** `script` of util-linux gives a process a terminal, which Node can't. */
export function startInTerminal(words: readonly string[], cwd: string): InTerminal {
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^(PG|REBASELINE_|GITHUB_|NODE_OPTIONS$|VITEST|DISPLAY$|WAYLAND)/.test(name),
  )
  const command = [process.execPath, builtFile('main.js'), ...words].map(quoted).join(' ')
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd,
    env: { ...Object.fromEntries(environment), TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let written = ''
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written += text
    for (const listener of listeners) listener()
  })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(written)))
  return {
    type: (text) => void child.stdin.write(text),
    saying: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => (text.test(written) ? resolve(written) : undefined)
        listeners.add(look)
        look()
        void ended.then(() => reject(new Error(`it ended without saying ${text}: ${written}`)))
      }),
    end: () => {
      child.stdin.write('\u0003')
      return ended
    },
  }
}
