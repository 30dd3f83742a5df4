import { constants } from 'node:fs'
import {
  lstat,
  mkdir,
  open,
  readFile,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
} from 'node:fs/promises'
import { join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../machine/file-error.ts'
import { isLeftOver, temporaryName } from '../machine/processes.ts'
import { syncFile } from '../machine/sync-file.ts'
import { stateFolder, type Project } from './project.ts'

/** What stays out of version control: what is private to one person or machine, or made anew by each run. */
const PRIVATE = [
  'rebaseline-draft-*',
  'lock*',
  'viewed.json',
  'export.json',
  'last-run.json',
  'proven-schemas.json',
  'ports.json',
  'run-number.json',
  '*.tmp',
]

/** The text of a file below `.rebaseline/`, such as `drafts/001_baseline.ts`; null where there is none. */
export async function readState(project: Project, name: string): Promise<string | null> {
  const path = placeOf(project, name)
  try {
    await refuseLinks(project, name)
    const bytes = await readFile(path, { flag: constants.O_RDONLY | NO_FOLLOW })
    return textIn(bytes, path)
  } catch (error) {
    if (isAbsent(error)) return null
    throw readError(path, error)
  }
}

/** Puts a file below `.rebaseline/` in place, at once and whole: whoever is killed leaves the old or the new text. */
export const writeState = (project: Project, name: string, text: string): Promise<void> =>
  writeStates(project, [[name, text]])

/**
 * Puts files in place that belong together, in this order. All are brought to the disk before the first one gets its
 * name, so that a full disk is met while nothing has changed.
 */
export async function writeStates(
  project: Project,
  files: readonly (readonly [name: string, text: string])[],
): Promise<void> {
  const staged = files.map(([name, text]) => {
    const path = placeOf(project, name)
    return { name, text, path, temporary: temporaryName(path) }
  })
  let [at] = staged
  try {
    for (at of staged) {
      await makeFolders(project, at.name)
      await writeWhole(at.temporary, at.text)
    }
    for (at of staged) {
      // A folder that became a link since it was looked at would lead the file elsewhere.
      await refuseLinks(project, at.name)
      await rename(at.temporary, at.path)
    }
    for (const folder of new Set(staged.map(({ path }) => join(path, '..')))) {
      await syncFolder(folder)
    }
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => {})
    throw at ? fileError(`write ${shown(at.name)}`, at.path, error) : error
  }
}

/** Removes a file below `.rebaseline/`; one that is not there is removed already. */
export async function removeState(project: Project, name: string): Promise<void> {
  const path = placeOf(project, name)
  try {
    await refuseLinks(project, name)
    await rm(path, { force: true })
    await syncFolder(join(path, '..'))
  } catch (error) {
    if (isAbsent(error)) return
    throw fileError(`remove ${shown(name)}`, path, error)
  }
}

/** Makes `.rebaseline/` and what stands between it and a file, each a real folder. */
export async function makeFolders(project: Project, name: string): Promise<void> {
  const parts = partsOf(name)
  await refuseLinks(project, name)
  const folders = ['', ...parts.slice(0, -1)].map((_, index) => parts.slice(0, index))
  for (const folder of folders) {
    const path = join(stateFolder(project), ...folder)
    try {
      const isNew = await makeOnce(path)
      if (folder.length === 0 && (isNew || (await isBareFolder(path)))) await leaveOut(path)
    } catch (error) {
      throw fileError('make the folder for the state of the project', path, error)
    }
  }
}

/** Removes what writers left below `.rebaseline/` that were killed before it took its place. */
export async function removeLeftOvers(project: Project): Promise<void> {
  const options = { recursive: true, withFileTypes: true } as const
  for (const entry of await readdir(stateFolder(project), options).catch(() => [])) {
    if (!entry.isFile() || !isLeftOver(entry.name)) continue
    await rm(join(entry.parentPath, entry.name), { force: true }).catch(() => {})
  }
}

/** Tells version control what to leave out; without that the folder is not begun. */
async function leaveOut(folder: string): Promise<void> {
  const path = join(folder, '.gitignore')
  const temporary = temporaryName(path)
  try {
    await writeWhole(temporary, `${PRIVATE.join('\n')}\n`)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    await rmdir(folder).catch(() => {})
    throw error
  }
}

/** Who began it was killed before anything stood in it, or is just beginning: the same is written then. */
const isBareFolder = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).every((name) => name.endsWith('.tmp'))

/** Absolute path of a file below `.rebaseline/`; it says nothing about what stands there. */
export const placeOf = (project: Project, name: string): string =>
  join(stateFolder(project), ...partsOf(name))

const PART = /^[A-Za-z0-9_][A-Za-z0-9_.:-]*$/

/** Names are ours or those of migrations, never a path that somebody sent. */
function partsOf(name: string): string[] {
  const parts = name.split('/')
  if (parts.every((part) => PART.test(part) && part.length <= 200)) return parts
  throw new Error(`not a name of a state file: ${JSON.stringify(name)}`)
}

/** Refuses where any part of the way is a symbolic link: what is written must stay in the project. */
async function refuseLinks(project: Project, name: string): Promise<void> {
  let path = await realpath(project.folder)
  for (const part of ['.rebaseline', ...partsOf(name)]) {
    path = join(path, part)
    const found = await lstat(path).catch((error: unknown) => {
      if (isAbsent(error)) return undefined
      throw error
    })
    if (!found) return
    if (found.isSymbolicLink()) throw linked(path)
  }
}

const linked = (path: string): RebaselineError =>
  new RebaselineError('symlink-refused', {
    doing: 'use the files of the project',
    happened: `${path} is a symbolic link`,
  })

/** Not on Windows, which has no such flag. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(text)
    await syncFile(file)
  } finally {
    await file.close()
  }
}

/** Without it a rename may be lost with the power. Some systems can't open a folder: there it is left to them. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  if (folder) await syncFile(folder).catch(() => {})
  await folder?.close()
}

async function makeOnce(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (!(await lstat(path)).isDirectory()) throw error
    return false
  }
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const shown = (name: string): string => `.rebaseline/${name}`

/** Bytes that are no text would be written back as other ones. */
function textIn(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new RebaselineError('state-unreadable', {
      doing: 'read the files of the project',
      happened: `${path} holds bytes that are no UTF-8`,
      help: 'Save it as UTF-8 with the program that wrote it; nothing of it was changed here.',
      cause,
    })
  }
}

function readError(path: string, error: unknown): RebaselineError {
  if (error instanceof RebaselineError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ELOOP') return linked(path)
  const doing = 'read the files of the project'
  if (code === 'EISDIR') {
    return new RebaselineError('state-unreadable', {
      doing,
      happened: `a folder stands where the file ${path} belongs`,
      help: 'Move that folder away.',
      cause: error,
    })
  }
  return new RebaselineError('state-unreadable', {
    doing,
    happened: `${path} can't be read (${code ?? message})`,
    cause: error,
  })
}
