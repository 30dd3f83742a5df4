import { join } from 'node:path'
import { fileOf, type DraftState } from '../drafts/draft-state.ts'
import type { Project } from '../project/project.ts'
import { ImportResolver } from '../project/resolve-import.ts'
import { loadedBy } from '../project/specifiers.ts'
import { DRAFTS } from '../../shared/draft.ts'

/** Why what a provider gives is not archived. */
export const PROVIDED =
  'a provider gives the old migrations, and which files it loads nobody can tell: move the drafts to where it finds them, and its old files away, by hand'

/**
 * Why drafts can't be exported that need other files of the project: those could change after all was proven and signed,
 * or not be found from where the migrations stand. One sentence for each draft.
 */
export function notSelfContained(
  project: Project,
  { record, texts }: Pick<DraftState, 'record' | 'texts'>,
): readonly string[] {
  if (project.provider) return [PROVIDED]
  const resolver = new ImportResolver(project)
  return DRAFTS.flatMap((draft) => {
    const file = fileOf(record, draft)
    const { names, doubts } = loadedBy(file, texts[draft])
    const place = join(project.migrations, file)
    const others = names.filter((name) => resolver.target(name, place).to !== 'package')
    const does = [...(others.length > 0 ? [`imports ${others.join(', ')}`] : []), ...doubts]
    if (does.length === 0) return []
    return [
      `the draft ${file} ${does.join(' and ')}, and what it needs beside packages is neither proven nor signed: write that into the draft itself, then verify again`,
    ]
  })
}
