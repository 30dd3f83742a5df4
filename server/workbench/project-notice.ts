import { relative } from 'node:path'
import { stateFolder, type Project } from '../project/project.ts'

/** What a run of a project creates, and that nothing else is touched. */
export const projectNotice = (project: Project, server?: string): readonly string[] => [
  `Scratch databases named rebaseline_… are created${server === undefined ? '' : ` on ${server}`} for each run and dropped after it.`,
  `Files are written below ${relative(process.cwd(), stateFolder(project)) || '.rebaseline'} only.`,
  'Nothing else is touched: the migrations are read and run on scratch databases, and changed by the export alone.',
]
