import type { Readable } from 'node:stream'
import type { RebaselineError } from '../errors.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { Progress } from '../proof/workspace.ts'
import type { Mask } from './masking.ts'
import { visible, visibleLines } from './visible.ts'

/** Where a command speaks: its result on stdout, everything else on stderr. */
export interface Terminal {
  /** Text of ours, in which nothing from a database is unescaped. */
  print(text: string): void
  /** One line; on a screen each takes the place of the one before. */
  progress(line: string): void
  /** What people should read to the end, several lines perhaps. */
  tell(text: string): void
  /** Passes on what another program writes, which knows that URL, until it ends; passwords are masked. */
  relay(output: Readable, own: DatabaseUrl): Promise<void>
  /** Waits until everything is written; false where the result could not be. */
  flush(): Promise<boolean>
}

interface Streams {
  readonly out: NodeJS.WriteStream
  readonly error: NodeJS.WriteStream
}

/** The terminal of this process. */
export function openTerminal(
  mask: Mask,
  { out, error }: Streams = { out: process.stdout, error: process.stderr },
): Terminal {
  let isHalfWritten = false
  let broken: NodeJS.ErrnoException | undefined
  out.on('error', (cause: NodeJS.ErrnoException) => {
    // A reader that went away, such as `head`, has read enough.
    if (cause.code !== 'EPIPE') broken = cause
  })
  error.on('error', () => {})
  const clear = (): void => {
    if (isHalfWritten) error.write('\r\u001b[K')
    isHalfWritten = false
  }
  return {
    print: (text) => {
      clear()
      out.write(`${text}\n`)
    },
    progress: (line) => {
      const shown = visible(mask(line))
      if (!error.isTTY) return void error.write(`${shown}\n`)
      clear()
      error.write([...shown].slice(0, (error.columns || 80) - 1).join(''))
      isHalfWritten = true
    },
    tell: (text) => {
      clear()
      error.write(`${visibleLines(mask(text))}\n`)
    },
    relay: async (output, own) => {
      for await (const text of mask.inPieces(output.setEncoding('utf8'), own)) {
        clear()
        await written(error, text)
      }
    },
    flush: async () => {
      clear()
      await Promise.all([out, error].map((stream) => written(stream, '')))
      if (broken) await written(error, `${visibleLines(errorText(unwritten(broken)))}\n`)
      return broken === undefined
    },
  }
}

const written = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
  new Promise((resolve) => stream.write(text, () => resolve()))

const unwritten = ({ code, message }: NodeJS.ErrnoException): ErrorText => ({
  message: `Could not write the result to the standard output (${code ?? message})`,
  help: 'Send it to where there is room, and start again.',
})

/** Says steps as they pass, and remarks so that they stay. */
export const spoken =
  ({ progress, tell }: Pick<Terminal, 'progress' | 'tell'>): Progress =>
  (line, about) =>
    about === 'remark' ? tell(line) : progress(line)

type ErrorText = Pick<RebaselineError, 'message' | 'help'>

/** An error as people read it. */
export const errorText = ({ message, help }: ErrorText): string => `${message}\n${help}`
