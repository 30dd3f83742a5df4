import { projectFolder } from './project-folder.ts'
import type { DraftName } from '../../shared/draft.ts'
import { reviewedIn, type ReviewedProject } from './reviewed-in.ts'

/** A project with drafts in a folder of its own, removed after the tests of the file. */
export const reviewedProject = (
  files: Readonly<Record<string, string>> = {
    'package.json': '{}',
    'migrations/001_a.ts': 'export async function up() {}',
  },
  texts?: Readonly<Record<DraftName, string>>,
): Promise<ReviewedProject> => reviewedIn(projectFolder(files), texts)
