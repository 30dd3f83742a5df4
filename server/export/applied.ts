import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { readDrafts } from '../drafts/drafts.ts'
import { fileOf } from '../drafts/draft-state.ts'
import { mayRun } from '../history/may-run.ts'
import { findInFolders } from '../history/several-folders.ts'
import { placeOf } from '../project/state-files.ts'
import type { Project } from '../project/project.ts'
import { readJournal, type Journal } from './journal.ts'
import { looksOf } from '../machine/looks.ts'
import { standingsOf } from './standing.ts'
import { hashBytes, pathsOf } from './step.ts'

/** An export that was applied, and what is no longer as it left it. */
export interface AppliedExport {
  readonly journal: Journal
  /** Files that somebody changed since; of those that it only changed, such as package.json, none is asked for. */
  readonly files: readonly string[]
  readonly drafts: 'same' | 'changed'
}

type Kept = Pick<AppliedExport, 'journal' | 'files'>

/** The journal that was begun last, and how it and the files that it names look. */
interface Seen {
  readonly journal: Journal | null
  readonly journalLooks: string
  readonly looks: string
}

/** The export that stands in the project; null where none does, or a migration was added since. */
export async function readApplied(project: Project): Promise<AppliedExport | null> {
  const kept = await keptOf(project, await readJournal(project))
  return kept && withDrafts(project, kept)
}

/** Reads it again and again; its files are only read where one of them looks changed. */
export function appliedReader(project: Project): () => Promise<AppliedExport | null> {
  let known: (Seen & { readonly kept: Kept | null }) | undefined
  return async () => {
    const seen = await lookAt(project, known)
    if (known?.looks !== seen.looks) {
      known = { ...seen, kept: await keptOf(project, seen.journal) }
    }
    return known.kept && withDrafts(project, known.kept)
  }
}

async function keptOf(project: Project, journal: Journal | null): Promise<Kept | null> {
  if (journal?.state !== 'applied') return null
  const { steps } = journal
  const all = await standingsOf(project, steps)
  const own = steps.flatMap((step, index) =>
    step.action === 'change' ? [] : [{ path: step.to ?? step.path, standing: all[index] }],
  )
  // Taken back by git, or on a branch without it.
  if (own.every(({ standing }) => standing === 'before')) return null
  const { files } = await findInFolders(project.migrations, project.more, 'passed over')
  const written = new Set([
    ...writtenOf(journal).map(({ path }) => posix.basename(path)),
    ...(journal.later ?? []),
  ])
  for (const { file } of files.filter((each) => !written.has(each.file))) {
    const text = await readFile(join(project.migrations, file), 'utf8').catch(() => '')
    if (mayRun(file, text)) return null
  }
  const changed = own.filter(({ standing }) => standing !== 'after')
  return { journal, files: changed.map(({ path }) => path) }
}

const writtenOf = ({ steps }: Journal): Journal['steps'] =>
  steps.filter(({ action }) => action === 'write')

async function withDrafts(project: Project, kept: Kept): Promise<AppliedExport> {
  const drafts = await readDrafts(project)
  const left = new Map(
    writtenOf(kept.journal).map(({ path, afterHash }) => [posix.basename(path), afterHash]),
  )
  const isSame =
    drafts === null ||
    (['baseline', 'seed'] as const).every(
      (name) => left.get(fileOf(drafts.record, name)) === hashBytes(drafts.texts[name]),
    )
  return { ...kept, drafts: isSame ? 'same' : 'changed' }
}

/** Looks before it reads: what changes in between looks changed the next time. */
async function lookAt(project: Project, known: Seen | undefined): Promise<Seen> {
  const journalLooks = await looksOf([placeOf(project, 'export.json')])
  const isKnown = known?.journalLooks === journalLooks
  const journal = isKnown ? known.journal : await readJournal(project)
  const files = (journal?.steps ?? []).flatMap(pathsOf).map((path) => join(project.folder, path))
  const looks = `${journalLooks} ${await looksOf([project.migrations, ...(project.more ?? []), ...files])}`
  return { journal, journalLooks, looks }
}
