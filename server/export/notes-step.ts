import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import type { Project } from '../project/project.ts'
import { writeSection } from './notes.ts'
import { changing, writing, type HashedStep } from './step.ts'
import { readText } from './text.ts'

interface Part {
  readonly steps: readonly HashedStep[]
  readonly refusals: readonly string[]
}

/** Puts the new workflow into the notes file that a person named. */
export async function notesStep(project: Project, file: string, section: string): Promise<Part> {
  if (!existsSync(dirname(file))) return refused(file, `there is no folder ${dirname(file)}`)
  const place = join(realpathSync(dirname(file)), basename(file))
  const path = relative(project.folder, place).split(sep).join('/')
  if (path === '' || path.startsWith('../') || isAbsolute(path)) {
    return refused(file, `it lies outside of the project ${project.folder}`)
  }
  if (!/\.(?:md|mdx|markdown|txt)$/i.test(path)) {
    return refused(path, 'it is no Markdown file, which the section is written in')
  }
  if (path.startsWith('.rebaseline/') || path.startsWith('.git/')) {
    return refused(path, 'that folder is not for notes')
  }
  const found = await readText(project, path)
  if (found.status === 'refused') return refused(path, found.why)
  const before = found.status === 'absent' ? '' : found.text
  const written = writeSection(before, section)
  if (written.status === 'refused') return refused(path, written.why)
  const why = 'how the project works with its database from now on'
  if (found.status === 'absent') return { steps: [writing(path, written.text, why)], refusals: [] }
  if (written.text === before) return { steps: [], refusals: [] }
  return { steps: [changing(path, before, written.text, why)], refusals: [] }
}

const refused = (path: string, why: string): Part => ({
  steps: [],
  refusals: [
    `the notes can't be written to ${path}: ${why}; put that right, or name another file with --notes`,
  ],
})
