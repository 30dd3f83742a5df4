import { looksOf } from '../machine/looks.ts'
import type { Project } from '../project/project.ts'
import { placeOf } from '../project/state-files.ts'

const FILES = ['review.json', 'review-head.json', 'last-run.json', 'export.json'] as const

/** How the files look that a review goes by: another text whenever one of them was written, by whatever process. */
export const reviewLooks = (project: Project): Promise<string> =>
  looksOf(FILES.map((name) => placeOf(project, name)))
