import { basename } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { migrationName, type MigrationFile, type MigrationFolder } from './folder.ts'

/** A folder of old migrations, cut at the squash line. */
export interface FolderLine {
  /** What the baseline replaces, in the order it runs; the last one is the squash line. */
  readonly replaced: readonly MigrationFile[]
  /** What stays, and runs after the baseline. */
  readonly later: readonly MigrationFile[]
}

/**
 * Cuts a folder at the migration that is meant: by its name, the name of its file, or a beginning of it that no other
 * has, such as its number.
 */
export function lineIn(
  { folder, files }: Pick<MigrationFolder, 'folder' | 'files'>,
  meant: string,
): FolderLine {
  const wanted = wantedIn(meant)
  const exact = files.findIndex(({ name, file }) => name === wanted || basename(file) === wanted)
  const begin = files.filter(({ name }) => begins(name, wanted))
  if (exact < 0 && begin.length !== 1) throw unknownLine(folder, meant, wanted, files, begin)
  const at = exact >= 0 ? exact : files.indexOf(begin[0] as MigrationFile)
  return { replaced: files.slice(0, at + 1), later: files.slice(at + 1) }
}

/** Whether one of these migrations is meant: by its name, the name of its file, or a beginning of it. */
export function isMeant(names: readonly string[], meant: string): boolean {
  const wanted = wantedIn(meant)
  return names.some((name) => name === migrationName(wanted) || begins(name, wanted))
}

const wantedIn = (meant: string): string => meant.replace(/^.*[\\/]/, '')

/** `02` is no beginning of `020_tags`: numbers and words are taken whole. */
function begins(name: string, wanted: string): boolean {
  if (wanted === '' || !name.startsWith(wanted)) return false
  const [last, next] = [wanted.at(-1) ?? '', name.charAt(wanted.length)]
  return !(/\d/.test(last) && /\d/.test(next)) && !(/\p{L}/u.test(last) && /\p{L}/u.test(next))
}

const MOST_NAMED = 5

function unknownLine(
  folder: string,
  meant: string,
  wanted: string,
  files: readonly MigrationFile[],
  begin: readonly MigrationFile[],
): RebaselineError {
  const near = begin.length > 0 ? begin : nearest(files, wanted)
  const more = near.length - MOST_NAMED
  const named = near.slice(0, MOST_NAMED).map(({ name }) => name)
  const list = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return new RebaselineError('squash-line-unknown', {
    doing: `find the squash line ${JSON.stringify(meant)} in ${folder}`,
    happened:
      begin.length > 0
        ? `it can be each of ${list}`
        : `no migration has that name; the nearest are ${list}`,
  })
}

/** Those with the same number, then those whose names are most alike, then their neighbours in the order of the folder. */
function nearest(files: readonly MigrationFile[], wanted: string): readonly MigrationFile[] {
  const number = /\d+/.exec(wanted)?.[0]
  const words = wordsOf(wanted)
  const place = files.filter(({ name }) => name < wanted).length
  const score = ({ name }: MigrationFile, at: number): number => {
    const own = /\d+/.exec(name)?.[0]
    const isSame = number !== undefined && own !== undefined && BigInt(own) === BigInt(number)
    const shared = wordsOf(name).filter((word) => words.includes(word)).length
    return (isSame ? 1000 : 0) + shared * 100 - Math.abs(at - place) / files.length
  }
  return files
    .map((file, at) => ({ file, score: score(file, at) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_NAMED)
    .map(({ file }) => file)
}

const wordsOf = (name: string): readonly string[] => name.toLowerCase().match(/\p{L}{2,}/gu) ?? []
