import { migrationName } from '../history/folder.ts'
import { shellWord } from '../machine/shell-word.ts'
import type { FileJudgement } from '../../shared/team.ts'
import { folded, nextName, wordsAfterNumber } from './next-name.ts'

/** The migrations folder as the squash line divides it. All are names of files in it. */
export interface DividedFolder {
  readonly state: 'before' | 'after'
  /** The folders as people type them in the project. */
  readonly folder: string
  readonly archive: string
  /** What the baseline replaces. */
  readonly archived: readonly string[]
  readonly baseline: string
  readonly seed: string
  /** Migrations that stand in the folder after the seed; none before the export. */
  readonly later: readonly string[]
}

/** What somebody did to one file of the folder. */
export interface FileChange {
  readonly change: FileJudgement['change']
  readonly file: string
  readonly from: string | null
  /** Whether what it leaves is here already, byte for byte: in the folder or in the archive. */
  readonly isHere: 'here' | 'elsewhere'
}

/** Proposes a name for the next migration with such words, and never the same twice. */
export type Proposes = (words: string) => string

/** Names after all that stand on the new side of the line, and after what was named before. */
export function proposerFor(line: DividedFolder, others: readonly string[], now: Date): Proposes {
  const names = (files: readonly string[]): string[] => files.map((file) => nameOf(file))
  const after = names([line.baseline, line.seed, ...line.later])
  const known = names([...line.archived, ...line.later])
  const named = names(others)
  return (words) => {
    const name = nextName(words, { after, known, taken: named, now })
    named.push(name)
    return name
  }
}

const nameOf = (file: string): string => migrationName(file) ?? file

/** Whether a file keeps its place on its side of the squash line, or what has to be done about it. Pure. */
export function judge(change: FileChange, line: DividedFolder, propose: Proposes): FileJudgement {
  const { file, from, isHere } = change
  const name = migrationName(file)
  const was = from === null ? null : migrationName(from)
  if (file.includes('/') || (name === null && was === null)) {
    return kept(change, 'Kysely takes no such file for a migration')
  }
  if (isHere === 'here' && change.change !== 'stands') {
    return kept(change, 'here it is so already')
  }
  switch (change.change) {
    case 'changed':
      return judgeChanged(change, line, propose)
    case 'deleted':
      return judgeGone(change, file, 'deleted', line)
    case 'renamed': {
      const gone = from === null || was === null ? null : judgeGone(change, from, 'renamed', line)
      if (gone?.verdict === 'refused' || name === null) return gone ?? kept(change, NO_MIGRATION)
      return judgeNew(change, name, line, propose)
    }
    case 'added':
    case 'stands':
      return judgeNew(change, name ?? file, line, propose)
  }
}

const NO_MIGRATION = 'it is no migration any more, and was none of the old ones'

/** A file that has to find its place after the seed. */
function judgeNew(
  change: FileChange,
  name: string,
  line: DividedFolder,
  propose: Proposes,
): FileJudgement {
  const { file } = change
  const [baseline, seed] = [nameOf(line.baseline), nameOf(line.seed)]
  const refuse = (why: string): FileJudgement => {
    const next = `${propose(wordsAfterNumber(name))}${file.slice(name.length)}`
    return refused(change, why, `give it a name that sorts after ${seed}`, [
      moveCommand(line.folder, file, next),
    ])
  }
  const ours = [baseline, seed].find((own) => folded(own) === folded(name))
  if (ours !== undefined) {
    return refuse(`${ours} is the name of the ${ours === seed ? 'seed' : 'baseline'}`)
  }
  const old = line.archived.find((other) => folded(nameOf(other)) === folded(name))
  if (old !== undefined) {
    return refuse(
      `${old} is an old migration that the baseline replaces, and databases may have run that one under this name`,
    )
  }
  if (name < baseline) return refuse(`it sorts before ${baseline}, which has to run first`)
  if (name < seed) return refuse(`it sorts before ${seed}, whose rows come with the baseline`)
  const others = line.later.filter((other) => other !== file)
  const twin = others.find((other) => folded(nameOf(other)) === folded(name))
  if (twin !== undefined) return refuse(`${twin} is in the folder already`)
  const overtaken = others.filter((other) => nameOf(other) > name).toSorted()[0]
  if (overtaken !== undefined && change.change !== 'stands') {
    return refuse(
      `it sorts before ${overtaken}, which is in the folder already: a database that has run that one refuses it`,
    )
  }
  const number = /^\d+/.exec(name)?.[0]
  const same = [...line.archived, ...others].find((other) => /^\d+/.exec(other)?.[0] === number)
  const beside = number === undefined || same === undefined ? '' : `; ${same} has the same number`
  return kept(change, `it sorts after ${seed}${beside}`)
}

function judgeChanged(change: FileChange, line: DividedFolder, propose: Proposes): FileJudgement {
  const { file } = change
  const next = (): string => `${propose(wordsAfterNumber(nameOf(file)))}${extensionOf(file)}`
  if (file === line.baseline || file === line.seed) {
    return refused(
      change,
      `databases have run it, or stand as if they had: what is changed in it reaches none of them`,
      `take the change back, and write it as a new migration, ${line.folder}/${next()}`,
      [],
    )
  }
  if (line.archived.includes(file)) {
    return refused(
      change,
      line.state === 'after'
        ? 'databases have run it, the baseline replaces it, and the archive is never run: the change would be lost'
        : 'databases have run it, and the baseline is proven on it as it stands here: exported, the change would be lost',
      `take the change back, and write it as a new migration, ${line.folder}/${next()}`,
      [],
    )
  }
  if (line.later.includes(file)) {
    return kept(
      change,
      'it stands after the seed; a database that has run it does not run it again',
    )
  }
  return unknownHere(change, 'changed', line, `, ${line.folder}/${next()}`)
}

function judgeGone(
  change: FileChange,
  file: string,
  done: 'deleted' | 'renamed',
  line: DividedFolder,
): FileJudgement {
  const back = `take that back, so that ${file} stays as it is`
  if (file === line.baseline || file === line.seed || line.later.includes(file)) {
    return refused(
      change,
      `${file} is ${done}, and a database that has run it refuses to go on without a file of that name`,
      back,
      [],
    )
  }
  if (line.archived.includes(file)) {
    return refused(
      change,
      `${file} is ${done}, and ${line.state === 'after' ? 'the archive keeps what databases have run' : 'the baseline is proven on it: for Kysely, databases have run it under that name'}`,
      back,
      [],
    )
  }
  return done === 'deleted'
    ? kept(change, 'it is not here either')
    : unknownHere(change, done, line, '')
}

const unknownHere = (
  change: FileChange,
  done: string,
  { folder, archive }: DividedFolder,
  next: string,
): FileJudgement =>
  refused(
    change,
    `${change.from ?? change.file} is ${done} there, and stands neither in ${folder} nor in ${archive} here, though databases may have run it`,
    `find out which database ran it before the branch is merged: \`select name from kysely_migration\` says so. What it does belongs into a new migration${next}`,
    [],
  )

/** As a person types it in the project's folder. */
export const moveCommand = (folder: string, file: string, next: string): string =>
  `git mv -- ${shellWord(`${folder}/${file}`)} ${shellWord(`${folder}/${next}`)}`

const extensionOf = (file: string): string => /\.[^.]+$/.exec(file)?.[0] ?? '.ts'

const about = ({ file, change, from }: FileChange) => ({ file, change, from })

const kept = (change: FileChange, why: string): FileJudgement => ({
  ...about(change),
  verdict: 'kept',
  why,
  advice: null,
  commands: [],
})

/** A judgement against a file, with what to do about it. */
export const refused = (
  change: FileChange,
  why: string,
  advice: string,
  commands: readonly string[],
): FileJudgement => ({
  ...about(change),
  verdict: 'refused',
  why,
  advice,
  commands: [...commands],
})
