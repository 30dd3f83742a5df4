import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { Disk, type Watch } from '../export/disk.ts'
import { absent } from '../machine/absent.ts'
import { fileError } from '../machine/file-error.ts'
import { isLeftOver, temporaryName } from '../machine/processes.ts'

/** A file that gets another text; `was` is what stood in it when the difference was shown, null for nothing. */
export interface PutFile {
  readonly path: string
  readonly was: { readonly bytes: Buffer; readonly mode: number } | null
  readonly text: string
}

/** What is being written: so that whoever comes after one who was killed goes on with it. */
interface Journal {
  readonly files: readonly {
    readonly file: string
    readonly temporary: string
    /** Hashes; `from` is null where nothing stood. */
    readonly from: string | null
    readonly to: string
  }[]
}

const hashBytes = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

const JOURNAL = '.rebaseline-snapshot.json'

/**
 * Writes files of one folder together or not at all. All are on the disk before the first takes its place; a file that
 * is not as it was shown is left alone, and then so are the others.
 */
export async function putTogether(
  folder: string,
  files: readonly PutFile[],
  watch?: Watch,
): Promise<void> {
  const disk = new Disk(watch)
  const planned = files.map((file) => ({ ...file, temporary: temporaryName(file.path) }))
  const journal = join(folder, JOURNAL)
  const temporaryJournal = temporaryName(journal)
  let placed = 0
  let at = folder
  try {
    for (const { path, temporary, text, was } of planned) {
      at = path
      await disk.stage(temporary, text, was?.mode)
    }
    if (planned.length > 1) {
      at = journal
      await disk.stage(temporaryJournal, JSON.stringify(journalOf(planned)), undefined)
      for (const file of planned) await refuseChanged(file)
      await disk.replace(temporaryJournal, journal)
    }
    for (const file of planned) {
      at = file.path
      await refuseChanged(file)
      await (file.was ? disk.replace(file.temporary, at) : disk.place(file.temporary, at))
      placed += 1
    }
    await disk.remove(journal)
  } catch (error) {
    // Half of it stands: what is left of it is finished the next time.
    if (placed === 0) {
      const left = [...planned.map(({ temporary }) => temporary), temporaryJournal, journal]
      for (const each of left) await rm(each, { force: true }).catch(() => {})
    }
    throw fileError(`write ${at}`, at, error)
  }
}

const journalOf = (planned: readonly (PutFile & { readonly temporary: string })[]): Journal => ({
  files: planned.map(({ path, temporary, was, text }) => ({
    file: basename(path),
    temporary: basename(temporary),
    from: was && hashBytes(was.bytes),
    to: hashBytes(Buffer.from(text)),
  })),
})

async function refuseChanged({ path, was }: PutFile): Promise<void> {
  const found = await lstat(path).catch(absent)
  const isAsShown =
    was === null ? !found : found?.isFile() === true && was.bytes.equals(await readFile(path))
  if (isAsShown) return
  throw new RebaselineError('snapshot-changed', {
    doing: `write ${path}`,
    happened: 'another program changed it after its difference was shown',
  })
}

/** Goes on with what one who was killed had begun to put in place, and takes away what else was left. */
export async function finishInterrupted(folder: string): Promise<'nothing' | 'finished'> {
  const names: readonly string[] = await readdir(folder).catch(() => [])
  const outcome = names.includes(JOURNAL) ? await finish(folder) : 'nothing'
  for (const name of names) {
    const isOurs =
      /^(\.rebaseline-snapshot\.json|0*[12]_(baseline|seed_definitions)\.[cm]?[jt]s)\./.test(name)
    if (isOurs && isLeftOver(name)) await rm(join(folder, name), { force: true }).catch(() => {})
  }
  return outcome
}

async function finish(folder: string): Promise<'nothing' | 'finished'> {
  const path = join(folder, JOURNAL)
  const { files } = await readJournal(path)
  if (files.some(({ temporary }) => !isLeftOver(temporary))) {
    throw new RebaselineError('project-busy', {
      doing: `write to ${folder}`,
      happened: 'another process is writing there now',
    })
  }
  const disk = new Disk()
  let finished = 0
  try {
    for (const { file, temporary, from, to } of files) {
      const [there, staged] = [
        await hashOf(join(folder, file)),
        await hashOf(join(folder, temporary)),
      ]
      // What another program wrote since stays.
      if (there !== from || staged !== to) continue
      await disk.replace(join(folder, temporary), join(folder, file))
      finished += 1
    }
    await disk.remove(path)
  } catch (error) {
    throw fileError('finish a snapshot that was interrupted', folder, error)
  }
  return finished > 0 ? 'finished' : 'nothing'
}

async function hashOf(path: string): Promise<string | null> {
  const found = await lstat(path).catch(absent)
  if (!found) return null
  return found.isFile() ? hashBytes(await readFile(path)) : 'no file'
}

const PLAIN = /^[\w][\w.-]*$/

/** Only names of this folder count: whoever wrote the file could name others. */
async function readJournal(path: string): Promise<Journal> {
  try {
    if (!(await lstat(path)).isFile()) throw new Error('no file')
    const journal = JSON.parse(await readFile(path, 'utf8')) as Journal
    const isOurs = journal.files.every(({ file, temporary }) =>
      [file, temporary].every((name) => PLAIN.test(name) && name === basename(name)),
    )
    if (isOurs) return journal
  } catch {
    // Told below.
  }
  throw new RebaselineError('state-damaged', {
    doing: 'finish a snapshot that was interrupted',
    happened: `${path} is not as it was written`,
    help: 'Look whether the files beside it are as they should be (git can tell), and remove it.',
  })
}
