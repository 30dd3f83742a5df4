import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunSettings } from '../history/run-settings.ts'
import type { Imported } from '../project/imported.ts'
import { hashText } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'

/** Stands for all that the old migrations depend on outside their folder; null where nobody can tell. */
export async function surroundingsOf(
  { folder }: Pick<Project, 'folder'>,
  { files, doubts }: Imported,
  { envFile, context }: RunSettings,
): Promise<string | null> {
  // What a context loads is not followed.
  if (doubts.length > 0 || context) return null
  const paths = [...(envFile === undefined ? [] : [envFile]), ...PACKAGES.map(inFolder(folder))]
  const texts = paths.map((path) => readFile(path, 'utf8').catch(() => null))
  return hashText(JSON.stringify([files, await Promise.all(texts)]))
}

const inFolder =
  (folder: string) =>
  (name: string): string =>
    join(folder, name)

/** What says which packages are installed. */
const PACKAGES = [
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'tsconfig.json',
]
