import type { ExportRequest } from '../export/request.ts'
import { reviewedProject } from './reviewed-project.ts'
import type { ReviewedProject } from './reviewed-in.ts'
import { smallRun } from './small-run.ts'

export const UP = 'export async function up() {}\n'
export const TEXTS = { baseline: `// baseline\n${UP}`, seed: `// seed\n${UP}` }

/** A project whose run is kept, and what is asked to export it; its review refuses nothing. */
export interface Exportable extends ReviewedProject {
  readonly folder: string
  readonly request: ExportRequest
}

/** Makes one of these files in a folder of its own, removed after the tests of the file. */
export async function exportable(
  files: Readonly<Record<string, string>>,
  texts = TEXTS,
): Promise<Exportable> {
  const reviewed = await reviewedProject(files, texts)
  await reviewed.keep(smallRun(), 1)
  const { project } = reviewed
  const gate = { refusals: async () => [], checklist: async () => null }
  const request = { project, gate, notes: null, version: '1.0.0' }
  return { ...reviewed, folder: project.folder, request }
}
