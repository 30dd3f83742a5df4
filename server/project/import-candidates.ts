import { posix } from 'node:path'

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'] as const

/** TypeScript is imported by the name of what it becomes. */
const BECOMES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/** The files that an import of this path may mean, the likeliest first. */
export function importCandidates(path: string): readonly string[] {
  const [ending = ''] = /\.[cm]?jsx?$/.exec(path) ?? []
  return [
    path,
    ...(BECOMES[ending] ?? []).map((other) => path.slice(0, -ending.length) + other),
    ...ENDINGS.map((other) => path + other),
    ...ENDINGS.map((other) => posix.join(path, `index${other}`)),
  ]
}
