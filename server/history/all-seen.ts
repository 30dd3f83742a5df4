import type { Sent } from '../../shared/history.ts'
import { mayBeClipped } from './clip.ts'

/** Whether what is kept of the texts that were sent is all of them, each whole: of long texts, of many and of those that hold secrets it is not. */
export const isAllSeen = ({ count, statements }: Pick<Sent, 'count' | 'statements'>): boolean =>
  count <= statements.length &&
  statements.every(({ sql, masked }) => masked !== true && !mayBeClipped(sql))
