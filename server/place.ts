import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder of this package. */
export const ROOT = rootAbove(import.meta.dirname)

/** Whether this is the repository with its sources; an installed package has none, and nothing is written into it. */
export const isCheckout = (): boolean => existsSync(join(ROOT, 'server', 'main.ts'))

/** A file of the built program; both the program itself and its tests run the built one. */
export const builtFile = (name: string): string => join(ROOT, 'dist', 'server', name)

/** Modules lie deeper as sources than when they are built. */
function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder))
}
