import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readPackage } from './installed.ts'

/** How a project calls its scripts and what it has installed. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn'
  /** `npm run migrate -- --flag` */
  readonly run: (script: string, ...words: readonly string[]) => string
  /** `npx rebaseline verify` */
  readonly exec: (...words: readonly string[]) => string
}

/** npm takes what follows two dashes for the script's; the others pass on all that follows its name. */
const MANAGERS: Readonly<Record<PackageManager['name'], PackageManager>> = {
  npm: {
    name: 'npm',
    run: (script, ...words) =>
      ['npm run', script, ...(words.length > 0 ? ['--'] : []), ...words].join(' '),
    exec: (...words) => ['npx', ...words].join(' '),
  },
  pnpm: {
    name: 'pnpm',
    run: (...words) => ['pnpm run', ...words].join(' '),
    exec: (...words) => ['pnpm exec', ...words].join(' '),
  },
  yarn: {
    name: 'yarn',
    run: (...words) => ['yarn run', ...words].join(' '),
    exec: (...words) => ['yarn run', ...words].join(' '),
  },
}

const LOCKS = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
] as const

/** Which one a project uses, by what its package.json says or the lock file beside it or above it; npm without any. */
export function packageManagerOf(folder: string): PackageManager {
  for (let place = folder; ; place = dirname(place)) {
    const said = existsSync(join(place, 'package.json')) && readPackage(place)?.['packageManager']
    const name = typeof said === 'string' ? said.split('@')[0] : undefined
    if (name === 'npm' || name === 'pnpm' || name === 'yarn') return MANAGERS[name]
    const lock = LOCKS.find(([file]) => existsSync(join(place, file)))
    if (lock) return MANAGERS[lock[1]]
    // What lies above a checkout belongs to others.
    if (place === dirname(place) || existsSync(join(place, '.git'))) return MANAGERS.npm
  }
}
