import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { withLock } from '../project/lock.ts'
import type { Project } from '../project/project.ts'
import { Disk, copyOf, type Watch } from './disk.ts'
import { readJournal, removeJournal, writeJournal, type Journal } from './journal.ts'
import { placeIn } from './place.ts'
import { standingsOf, type Standing } from './standing.ts'
import type { HashedStep } from './step.ts'
import { placesOf, refuseCommitted, refuseEdited, writtenAfter } from './undo-obstacles.ts'

/** Does what a journal says. Whatever fails is taken back; where we are killed, whoever comes next goes on. */
export async function apply(project: Project, journal: Journal, watch?: Watch): Promise<void> {
  const work = new Work(project, journal, new Disk(watch))
  watch?.('begin the journal')
  await writeJournal(project, journal)
  try {
    await work.forward()
    watch?.('end the journal')
    await writeJournal(project, { ...journal, state: 'applied' })
  } catch (error) {
    throw notApplied(error, await takeBack(project, work, journal, error, watch))
  }
}

/** What came of an export that was interrupted. */
export type Recovery = 'nothing' | 'finished' | 'taken back'

/** Finishes or takes back an export that was interrupted; refuses where somebody has changed its files since. */
export async function recover(project: Project, watch?: Watch): Promise<Recovery> {
  const seen = await readJournal(project)
  if (seen === null || seen.state === 'applied') return 'nothing'
  return withLock(project, { doing: 'finishing an interrupted export' }, async () => {
    const journal = await readJournal(project)
    if (journal === null || journal.state === 'applied') return 'nothing'
    const work = new Work(project, journal, new Disk(watch))
    await work.tidy()
    refuseForeign(
      journal,
      await standingsOf(project, journal.steps),
      'finish the export that was interrupted',
    )
    if (journal.state === 'undoing') {
      await work.backward()
      watch?.('remove the journal')
      await removeJournal(project)
      return 'taken back'
    }
    await apply(project, journal, watch)
    return 'finished'
  })
}

/** An export that was taken back, and what is to be said of the migrations that were written after it. */
export interface Undone extends Omit<Journal, 'later'> {
  readonly later: readonly string[]
}

/** Takes an export back, applied or interrupted, as long as nobody has changed what it wrote or committed it. */
export const undo = (project: Project, watch?: Watch): Promise<Undone> =>
  withLock(project, { doing: 'taking an export back' }, async () => {
    const journal = await readJournal(project)
    if (journal === null) {
      throw new RebaselineError('undo-refused', {
        doing: 'take the export back',
        happened: 'none was applied here',
        help: 'Where it was committed, `git revert` takes it back.',
      })
    }
    await refuseCommitted(project, journal)
    if (journal.state !== 'applied') await new Work(project, journal, new Disk(watch)).tidy()
    refuseEdited(journal, await standingsOf(project, journal.steps))
    const later = await writtenAfter(project, journal)
    const undoing: Journal = { ...journal, state: 'undoing' }
    watch?.('begin the journal')
    await writeJournal(project, undoing)
    await new Work(project, undoing, new Disk(watch)).backward()
    watch?.('remove the journal')
    await removeJournal(project)
    return { ...journal, later: await placesOf(project, later) }
  })

/** Gives the files that somebody else has changed. */
async function takeBack(
  project: Project,
  work: Work,
  journal: Journal,
  why: unknown,
  watch: Watch | undefined,
): Promise<readonly string[]> {
  try {
    watch?.('turn the journal')
    // Where the disk is full this fails: then whoever finds us killed would finish it, which is right as well.
    await writeJournal(project, { ...journal, state: 'undoing' }).catch(() => {})
    const left = await work.backward()
    watch?.('remove the journal')
    await removeJournal(project)
    return left
  } catch (error) {
    throw new RebaselineError('export-interrupted', {
      doing: 'take back an export that failed',
      happened: `${messageOf(error)}; it had failed because ${messageOf(why)}`,
      cause: error,
    })
  }
}

/** One export at work. Every step looks first how it stands, so that it can be begun again at any point. */
class Work {
  readonly #project: Project
  readonly #journal: Journal
  readonly #disk: Disk

  constructor(project: Project, journal: Journal, disk: Disk) {
    this.#project = project
    this.#journal = journal
    this.#disk = disk
  }

  /** All texts are brought to the disk before the first file gets its name: a full disk is met while nothing has changed. */
  async forward(): Promise<void> {
    const { folders, steps } = this.#journal
    for (const folder of folders) await this.#disk.makeFolder(await this.#place(folder))
    for (const step of steps) await this.#stage(step, await this.#standing(step))
    for (const step of steps) await this.#do(step, await this.#standing(step))
    await this.tidy()
  }

  /** Gives the files that somebody else has changed since: those are left as they are. */
  async backward(): Promise<readonly string[]> {
    const { folders, steps } = this.#journal
    const left: string[] = []
    await this.tidy()
    for (const step of steps.toReversed()) {
      const standing = await this.#standing(step)
      if (standing === 'foreign') left.push(step.path)
      else await this.#takeBack(step, standing)
    }
    await this.tidy()
    for (const folder of folders.toReversed()) {
      await this.#disk.removeFolder(await this.#place(folder))
    }
    return left
  }

  async #stage(step: HashedStep, standing: Standing): Promise<void> {
    if (step.after === null || standing !== 'before') return
    const place = await this.#place(step.path)
    const mode = step.action === 'change' ? (await lstat(place)).mode & 0o7777 : undefined
    await this.#disk.stage(this.#temporary(step, place), step.after, mode)
  }

  async #do(step: HashedStep, standing: Standing): Promise<void> {
    if (standing === 'after') return
    if (standing === 'foreign') throw changedMeanwhile([step.path])
    const place = await this.#place(step.path)
    if (step.to !== null) {
      const to = await this.#place(step.to)
      if (standing === 'between') return this.#disk.remove(place)
      return this.#disk.place(place, to)
    }
    const temporary = this.#temporary(step, place)
    if (step.action === 'write') return this.#disk.place(temporary, place)
    return this.#disk.replace(temporary, place)
  }

  async #takeBack(step: HashedStep, standing: Exclude<Standing, 'foreign'>): Promise<void> {
    if (standing === 'before') return
    const place = await this.#place(step.path)
    if (step.to !== null) {
      const to = await this.#place(step.to)
      if (standing === 'between') return this.#disk.remove(to)
      return this.#disk.place(to, place)
    }
    if (step.action === 'write') return this.#disk.remove(place)
    const temporary = this.#temporary(step, place)
    await this.#disk.stage(temporary, step.before ?? '', (await lstat(place)).mode & 0o7777)
    return this.#disk.replace(temporary, place)
  }

  /** Takes away what was only on its way: the journal holds every text, and what moves still has its old name. */
  async tidy(): Promise<void> {
    for (const step of this.#journal.steps) {
      const place = await this.#place(step.path)
      if (step.to === null) await this.#disk.remove(this.#temporary(step, place))
      else {
        await this.#disk.remove(copyOf(await this.#place(step.to)))
        await this.#disk.remove(copyOf(place))
      }
    }
  }

  async #standing(step: HashedStep): Promise<Standing> {
    const { steps } = this.#journal
    const standings = await standingsOf(
      this.#project,
      steps.filter(({ path }) => path === step.path),
    )
    const index = steps.filter(({ path }) => path === step.path).indexOf(step)
    return standings[index] ?? 'foreign'
  }

  #place(path: string): Promise<string> {
    return placeIn(this.#project, path)
  }

  /** Not a name that Kysely takes for a migration. */
  #temporary(step: HashedStep, place: string): string {
    const { id, steps } = this.#journal
    return join(dirname(place), `.rebaseline-${id}-${steps.indexOf(step)}.tmp`)
  }
}

function refuseForeign({ steps }: Journal, standings: readonly Standing[], doing: string): void {
  const foreign = steps.filter((_, index) => standings[index] === 'foreign')
  if (foreign.length === 0) return
  const names = foreign.map(({ path, to }) => (to === null ? path : `${path} or ${to}`))
  const happened = `somebody has changed ${listed(names)} since, and that would be lost`
  throw new RebaselineError('export-interrupted', { doing, happened })
}

const changedMeanwhile = (names: readonly string[]): RebaselineError =>
  new RebaselineError('export-changed', {
    doing: 'export the baseline',
    happened: `${listed(names)} was changed meanwhile`,
  })

const listed = (names: readonly string[]): string =>
  names.length <= 5
    ? names.join(', ')
    : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`

/** What stopped an export that was then taken back. */
function notApplied(error: unknown, left: readonly string[]): RebaselineError {
  const { code, path = 'a file' } = error as NodeJS.ErrnoException
  const doing = 'export the baseline'
  const but = left.length === 0 ? '' : `, but for ${listed(left)}, which somebody changed meanwhile`
  const back = `all that was done has been taken back${but}`
  if (error instanceof RebaselineError) {
    const { happened, help } = error
    return new RebaselineError(error.code, { doing, happened: `${happened}; ${back}`, help })
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const happened = `no space is left for ${path}; ${back}`
    return new RebaselineError('disk-full', { doing, happened, cause: error })
  }
  if (code === 'EEXIST') {
    const happened = `a file that was not there before is in the way; ${back}`
    return new RebaselineError('export-changed', { doing, happened, cause: error })
  }
  const happened = `${path} can't be changed (${code ?? messageOf(error)}); ${back}`
  return new RebaselineError('folder-not-writable', { doing, happened, cause: error })
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
