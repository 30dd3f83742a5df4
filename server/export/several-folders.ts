import { relative, sep } from 'node:path'
import type { Project } from '../project/project.ts'

const shown = ({ folder }: Project, path: string): string =>
  relative(folder, path).split(sep).join('/')

/** Folders of migrations that are not in the project, which nothing is written or moved outside of. */
export const outsideOf = (project: Project): readonly string[] =>
  (project.more ?? [])
    .filter((path) => !path.startsWith(project.folder + sep))
    .map(
      (path) =>
        `${path} lies outside of the project ${project.folder}, and nothing is moved there: move its migrations into ${shown(project, project.migrations)}, no database sees a difference; then verify again`,
    )

/** What has to be done by hand where one of several folders is left. */
export function severalWarnings(project: Project): readonly string[] {
  const { migrations, more = [] } = project
  if (more.length === 0) return []
  const home = shown(project, migrations)
  const others = more.map((path) => shown(project, path)).join(' and ')
  return [
    `after it only ${home} holds migrations: name that alone, as migrations: '${home}' in the configuration, in --migrations, and where the project itself reads ${others}`,
    `what open branches add to ${others} has to go to ${home}, under a name that sorts after the seed`,
  ]
}
