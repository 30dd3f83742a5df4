import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { ROOT } from '../place.ts'
import { commandsPage } from './commands-page.ts'
import { comparedPage } from './compared-page.ts'

const MAKERS: Readonly<Record<string, (page: string) => string>> = {
  'docs/commands.md': commandsPage,
  'docs/compared.md': comparedPage,
}

/** The pages of `docs/` that say what the code says. */
export const PAGES: readonly string[] = Object.keys(MAKERS)

/** One of them, as it stands there and as it has to be now. */
export async function pageOf(name: string): Promise<{ file: string; is: string; has: string }> {
  const file = join(ROOT, name)
  const is = readFileSync(file, 'utf8')
  const made = MAKERS[name]?.(is) ?? is
  return { file, is, has: await format(made, { ...(await resolveConfig(file)), filepath: file }) }
}
