import { basename } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { hashText } from '../project/inputs.ts'
import type { Way } from './way.ts'

/** A folder of which nobody has said yet which migrations are worked on. */
export const unbegunWay = (folder: string): Way => ({
  way: 'first-run',
  name: basename(folder) || folder,
  id: hashText(`first run in ${folder}`),
  project: null,
  ready: refuse,
  compare: refuse,
  standing: async () => ({ revisions: null, changed: [], moment: '', unwritable: null }),
  claimNumber: async (last) => last + 1,
  keptNumber: async () => 0,
  keep: async () => {},
  notice: [],
})

async function refuse(): Promise<never> {
  throw new RebaselineError('not-begun', {
    doing: 'start a run',
    happened: 'nobody has said yet where the migrations are',
  })
}
