import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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
  const paths = [
    ...(envFile === undefined ? [] : [envFile]),
    ...(await dotEnvs(folder)),
    ...foldersFrom(folder).flatMap((each) => PACKAGES.map(inFolder(each))),
  ]
  const texts = paths.map((path) => readFile(path, 'utf8').catch(() => null))
  return hashText(JSON.stringify([files, paths, await Promise.all(texts)]))
}

/** What a package such as dotenv reads by itself. */
async function dotEnvs(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.startsWith('.env'))
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map(inFolder(folder))
}

/** Packages may be installed for a folder further up. */
const foldersFrom = (folder: string): string[] =>
  dirname(folder) === folder ? [folder] : [folder, ...foldersFrom(dirname(folder))]

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
