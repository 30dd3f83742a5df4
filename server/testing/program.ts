import { join } from 'node:path'
import { ROOT } from '../place.ts'

/** The built file of a program in `programs/`, which tests start as a process of its own. */
export const program = (name: string): string => join(ROOT, 'dist', 'testing', `${name}.js`)
