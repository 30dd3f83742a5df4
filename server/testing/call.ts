import { vi } from 'vitest'
import { maskOf } from '../commands/masking.ts'
import { runCall } from '../commands/run.ts'
import type { Ended } from './cli.ts'

/** A call of the program within this process: where nothing of it needs one of its own. */
export async function call(
  words: readonly string[],
  { env = {} }: { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const said = { stdout: '', stderr: '' }
  const tell = (text: string): void => void (said.stderr += `${text}\n`)
  const print = (text: string): void => void (said.stdout += `${text}\n`)
  const relay = (): Promise<void> => Promise.reject(new Error('it passes nothing on'))
  const terminal = { print, progress: tell, tell, relay, flush: async () => true }
  const { signal } = new AbortController()
  const code = await runCall({ words, variables: {}, signal, terminal, mask: maskOf([], {}) })
  return { code, ...said }
}
