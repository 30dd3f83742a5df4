import { maskOf } from '../commands/masking.ts'
import { runCall } from '../commands/run.ts'

/** What a call of the program said. */
export interface Heard {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Calls the program within this process. */
export async function hear(
  words: readonly string[],
  variables: NodeJS.ProcessEnv = {},
): Promise<Heard> {
  const out: string[] = []
  const error: string[] = []
  const mask = maskOf(words, variables)
  const code = await runCall({
    words,
    variables,
    mask,
    signal: new AbortController().signal,
    terminal: {
      print: (text) => out.push(text),
      progress: (line) => error.push(line),
      tell: (text) => error.push(mask(text)),
      relay: async (output, own) => {
        for await (const text of mask.inPieces(output.setEncoding('utf8'), own)) error.push(text)
      },
      flush: () => Promise.resolve(true),
    },
  })
  return { code, stdout: out.join('\n'), stderr: error.join('\n') }
}
