import { join } from 'node:path'

/** A folder whose migrations are worked on; everything that is ours in it stands in `.rebaseline/`. */
export interface Project {
  /** How people know it: the name in its package.json, else of its folder. */
  readonly name: string
  /** Absolute: where its package.json stands. */
  readonly folder: string
  /** Absolute: the old migrations. */
  readonly migrations: string
}

/** Where the project's drafts, review and last run are kept. */
export const stateFolder = ({ folder }: Project): string => join(folder, '.rebaseline')
