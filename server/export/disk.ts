import { constants } from 'node:fs'
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  rename,
  rmdir,
  unlink,
  utimes,
} from 'node:fs/promises'
import { dirname } from 'node:path'
import { absent } from '../machine/absent.ts'
import { syncFile } from '../machine/sync-file.ts'

/** Told before each thing that changes the disk; a test ends the process there. */
export type Watch = (operation: string) => void

/** Changes of files that are whole or not at all, and that never replace what they don't know. */
export class Disk {
  readonly #watch: Watch

  constructor(watch: Watch = () => {}) {
    this.#watch = watch
  }

  /** Writes a file beside its place, down to the disk. */
  async stage(temporary: string, text: string, mode: number | undefined): Promise<void> {
    await this.remove(temporary)
    this.#watch(`open ${temporary}`)
    const file = await open(temporary, 'wx', 0o666)
    try {
      this.#watch(`write ${temporary}`)
      await file.writeFile(text)
      if (mode !== undefined) await file.chmod(mode)
      this.#watch(`sync ${temporary}`)
      await syncFile(file)
    } finally {
      await file.close()
    }
  }

  /** Gives a file its name, where that is free; throws EEXIST where it isn't. */
  async place(from: string, to: string): Promise<void> {
    try {
      this.#watch(`link ${to}`)
      await link(from, to)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (code === 'EXDEV') return this.#copyOver(from, to)
      if (!NO_HARD_LINKS.has(code)) throw error
      if (await lstat(to).catch(absent)) throw taken(to)
      this.#watch(`rename ${to}`)
      await rename(from, to)
      return this.#syncFolders(from, to)
    }
    await this.#syncFolders(to)
    await this.remove(from)
  }

  /** Puts a file in place of another. */
  async replace(from: string, to: string): Promise<void> {
    this.#watch(`rename ${to}`)
    await rename(from, to)
    await this.#syncFolders(to)
  }

  async remove(path: string): Promise<void> {
    if (!(await lstat(path).catch(absent))) return
    this.#watch(`remove ${path}`)
    await unlink(path).catch(absent)
    await this.#syncFolders(path)
  }

  /** True where it was not there before. */
  async makeFolder(path: string): Promise<boolean> {
    if ((await lstat(path).catch(absent))?.isDirectory()) return false
    this.#watch(`make ${path}`)
    await mkdir(path)
    await this.#syncFolders(path)
    return true
  }

  /** Leaves a folder that holds something. */
  async removeFolder(path: string): Promise<void> {
    this.#watch(`remove folder ${path}`)
    await rmdir(path).catch((error: NodeJS.ErrnoException) => {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code ?? '')) throw error
    })
  }

  /** To another file system: a copy beside its place first, with everything that the file had. */
  async #copyOver(from: string, to: string): Promise<void> {
    const temporary = copyOf(to)
    await this.remove(temporary)
    const { mode, atime, mtime } = await lstat(from)
    try {
      this.#watch(`copy ${to}`)
      await copyFile(from, temporary, constants.COPYFILE_EXCL)
      await chmod(temporary, mode)
      await utimes(temporary, atime, mtime)
      const file = await open(temporary, 'r+')
      await syncFile(file).finally(() => file.close())
      await this.place(temporary, to)
    } catch (error) {
      await unlink(temporary).catch(absent)
      throw error
    }
    await this.remove(from)
  }

  /** Without it a name may be lost with the power. Some systems can't open a folder: there it is left to them. */
  async #syncFolders(...paths: readonly string[]): Promise<void> {
    for (const path of new Set(paths.map((each) => dirname(each)))) {
      this.#watch(`sync ${path}`)
      const folder = await open(path, 'r').catch(() => undefined)
      if (folder) await syncFile(folder).catch(() => {})
      await folder?.close()
    }
  }
}

/** Where a file of another file system is copied to first. */
export const copyOf = (path: string): string => `${path}.rebaseline-copy.tmp`

/** What file systems say that know no second name for a file. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

const taken = (path: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`${path} exists`), { code: 'EEXIST' })
