import type { FolderLine } from '../history/folder-line.ts'
import { counted } from '../../shared/report.ts'

/** Where the squash line is, and what becomes of the files on both sides of it. */
export const lineText = ({ replaced, later }: FolderLine): string =>
  later.length === 0
    ? `The squash line is ${replaced.at(-1)?.name}, the last migration of the folder: the baseline replaces all ${replaced.length}`
    : `The squash line is ${replaced.at(-1)?.name}: the baseline replaces ${counted(replaced.length, 'migration')}, and ${counted(later.length, 'later file')} ${later.length === 1 ? 'stays and runs' : 'stay and run'} after it, the first one ${later[0]?.name}`
