import { hashFiles, hashText } from '../project/inputs.ts'
import type { RecalledEffects } from './effects.ts'
import type { MigrationFile } from './folder.ts'
import type { RunOptions } from './run.ts'

interface Remembered {
  readonly name: string
  readonly hash: string
  readonly known: RecalledEffects
}

/** The files of a folder as they stand: those of its migrations in their order, and all others as one. */
interface Contents {
  readonly others: string
  /** Undefined where a file can't be told from what it was. */
  readonly hashes: readonly (readonly [name: string, hash: string | undefined])[]
}

/** Where the migrations are. */
type Folders = Pick<RunOptions, 'folder' | 'more'>

/** What one replay takes of the last one, and leaves for the next. */
export interface ReplayMemory {
  /** Of the first migrations, by their names and in their order. */
  readonly recalled: ReadonlyMap<string, RecalledEffects>
  /** Keeps what was told of the migrations before the one that failed. */
  readonly keep: (known: ReadonlyMap<string, RecalledEffects>) => Promise<void>
}

/**
 * What a replay that failed told of the migrations before. The next one builds them anew, since a failed migration can
 * leave what no rollback takes back, but need not look at them again while they are what they were.
 */
export class UnfinishedReplay {
  readonly #basisNow: () => Promise<string | null>
  #basis: string | null = null
  #kept: readonly Remembered[] = []

  /** `basisNow` stands for all that the migrations depend on outside their folder; null where nobody can tell. */
  constructor(basisNow: () => Promise<string | null>) {
    this.#basisNow = basisNow
  }

  /** What is kept is taken: another replay keeps its own. */
  async resume(folders: Folders, files: readonly MigrationFile[]): Promise<ReplayMemory> {
    const before = await contentsOf(folders, files)
    const basis = await this.#basisOf(before)
    const kept = basis !== null && basis === this.#basis ? this.#kept : []
    this.#kept = []
    const changed = kept.findIndex(({ name, hash }, place) => {
      const [nameNow, hashNow] = before.hashes[place] ?? []
      return name !== nameNow || hash !== hashNow
    })
    const same = changed < 0 ? kept : kept.slice(0, changed)
    return {
      recalled: new Map(same.map(({ name, known }) => [name, known])),
      keep: async (known) => {
        // What was edited meanwhile may have run as it was before, or as it is.
        const after = await contentsOf(folders, files)
        if (basis === null || basis !== (await this.#basisOf(after))) return
        this.#basis = basis
        this.#kept = firstKnown(before, after, known)
      },
    }
  }

  async #basisOf({ others }: Contents): Promise<string | null> {
    const basis = await this.#basisNow()
    return basis === null ? null : hashText(JSON.stringify([basis, others]))
  }
}

async function contentsOf(
  { folder, more }: Folders,
  files: readonly MigrationFile[],
): Promise<Contents> {
  const all = await hashFiles(folder, more)
  const own = new Set(files.map(({ file }) => file))
  return {
    others: hashText(JSON.stringify([...all].filter(([path]) => !own.has(path)))),
    hashes: files.map(({ name, file }) => [name, all.get(file)]),
  }
}

/** Of the first migrations, as long as each is the same before and after and is known. */
function firstKnown(
  before: Contents,
  after: Contents,
  effects: ReadonlyMap<string, RecalledEffects>,
): Remembered[] {
  const found: Remembered[] = []
  for (const [place, [name, hash]] of before.hashes.entries()) {
    const known = effects.get(name)
    if (hash === undefined || hash !== after.hashes[place]?.[1] || !known) break
    found.push({ name, hash, known })
  }
  return found
}
