import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { applyModel, applySeed } from '../proof/rebuild.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'
import { describeAddress } from '../../shared/model.ts'

export interface CorpusCase {
  readonly name: string
  readonly before: string
  readonly after: string
  readonly expected: readonly ExpectedFinding[]
}

export interface ExpectedFinding {
  readonly class: string
  readonly kind: string
  readonly change: string
  readonly name: string
  readonly attributes?: readonly string[]
  /** The oldest major that can say so. */
  readonly min?: number
}

const CORPUS = import.meta.dirname

/** The cases that run on a major: a folder may say `min=18` in its requires.txt. */
export function corpusCases(major: number): CorpusCase[] {
  return readdirSync(CORPUS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.includes('--'))
    .map((entry) => join(CORPUS, entry.name))
    .filter((folder) => fits(folder, major))
    .map((folder) => ({
      name: folder.slice(CORPUS.length + 1),
      before: readFileSync(join(folder, 'before.sql'), 'utf8'),
      after: readFileSync(join(folder, 'after.sql'), 'utf8'),
      expected: expectedIn(folder).filter(({ min = 0 }) => min <= major),
    }))
}

const expectedIn = (folder: string): ExpectedFinding[] =>
  JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedFinding[]

function fits(folder: string, major: number): boolean {
  const file = join(folder, 'requires.txt')
  if (!existsSync(file)) return true
  const text = readFileSync(file, 'utf8')
  const [min, max] = ['min', 'max'].map((word) => new RegExp(`${word}=(\\d+)`).exec(text)?.[1])
  return major >= Number(min ?? 0) && major <= Number(max ?? 99)
}

/** A bench for cases on one server. */
export class CorpusBench {
  readonly #server: Server
  #empty: Promise<Side> | undefined

  constructor(server: Server) {
    this.#server = server
  }

  /** Reads what SQL makes of an empty database. */
  sideOf(sql: string): Promise<Side> {
    return this.#inDatabase(async (database) => {
      await withConnection(database.url, this.#server, (query) => query(sql))
      return this.read(database)
    })
  }

  /** Writes a side's schema to an empty database and reads it again. */
  rebuilt(side: Side): Promise<Side> {
    this.#empty ??= this.#inDatabase((database) => this.read(database))
    const empty = this.#empty
    return this.#inDatabase(async (database) => {
      await applyModel(database.url, this.#server.runId, side.model, (await empty).model)
      await applySeed(database.url, this.#server.runId, side)
      return this.read(database)
    })
  }

  read(database: ScratchDatabase): Promise<Side> {
    return readSide(database.url, { runId: this.#server.runId, ledger: DEFAULT_LEDGER, seed: 'all' })
  }

  compare(old: Side, rebuilt: Side): Promise<Comparison> {
    return compareSides(this.#workspace(), old, rebuilt, { ledger: DEFAULT_LEDGER, seed: 'all' })
  }

  #workspace(): Workspace {
    const server = this.#server
    const another = (): Promise<Server> => Promise.resolve(server)
    return { runId: server.runId, old: server, rebuilt: server, progress: () => {}, signal: undefined, another }
  }

  async #inDatabase<T>(work: (database: ScratchDatabase) => Promise<T>): Promise<T> {
    const database = await createScratch(this.#server, { runId: this.#server.runId, purpose: 'case' })
    try {
      return await work(database)
    } finally {
      await database.drop()
    }
  }
}

/** A finding in the form that expected.json has. */
export const brief = (finding: Finding): ExpectedFinding => ({
  class: finding.class,
  kind: finding.kind,
  change: finding.change,
  name: describeAddress(finding.address).slice(finding.address.type.length + 1),
  attributes: finding.attributes.map(({ name }) => name),
})
