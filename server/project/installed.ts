import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A package as a module of some folder would find it. */
export interface InstalledPackage {
  /** Absolute: the file that its name stands for. */
  readonly entry: string
  /** Where its package.json stands; undefined where none above the entry has its name. */
  readonly folder: string | undefined
  readonly version: string
}

/** Looks for a package as Node would from that folder; loads nothing of it. */
export function installedFrom(name: string, from: string): InstalledPackage | undefined {
  const entry = entryOf(name, from)
  if (entry === undefined) return undefined
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    const found = readPackage(folder)
    if (found?.['name'] === name) return { entry, folder, version: String(found['version']) }
  }
  return { entry, folder: undefined, version: 'unknown' }
}

/** A folder's package.json; undefined where none can be read. */
export function readPackage(folder: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
}

function entryOf(name: string, from: string): string | undefined {
  try {
    return createRequire(join(from, 'resolved-from-here.js')).resolve(name)
  } catch {
    return undefined
  }
}
