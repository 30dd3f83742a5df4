import type { RebaselineError } from '../errors.ts'
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
  let isBroken = false
  out.on('error', (cause: NodeJS.ErrnoException) => {
    // A reader that went away, such as `head`, has read enough.
    if (cause.code !== 'EPIPE') isBroken = true
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
    flush: async () => {
      clear()
      await Promise.all([out, error].map(written))
      return !isBroken
    },
  }
}

const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()))

/** An error as people read it. */
export const errorText = ({ message, help }: Pick<RebaselineError, 'message' | 'help'>): string =>
  `${message}\n${help}`
