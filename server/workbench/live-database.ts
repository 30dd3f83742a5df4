import { RebaselineError } from '../errors.ts'
import { importedReader } from '../project/imported.ts'
import { migrationsHasher } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import type { DriftLook, DriftView } from '../../shared/drift.ts'
import type { JobControl } from './jobs.ts'

/** Which database is the live one, by the environment variable that holds its URL, and how it is looked at. */
export interface LiveSource {
  readonly variable: string
  /** Reads the variable anew; throws where it names no database. */
  readonly place: () => string
  readonly look: (control: JobControl) => Promise<DriftLook>
}

/** The live database of a project, with what was found there last. */
export class LiveDatabase {
  readonly #source: LiveSource
  readonly #migrationsNow: () => Promise<string>
  #found: { readonly look: DriftLook; readonly migrations: string } | null = null

  constructor(project: Project, source: LiveSource) {
    this.#source = source
    const hash = migrationsHasher(project)
    const imported = importedReader(project)
    this.#migrationsNow = async () => JSON.stringify([await hash(), (await imported()).files])
  }

  async look(control: JobControl): Promise<void> {
    const migrations = await this.#migrationsNow()
    // What could not be looked at anew is not shown as if it had been.
    this.#found = null
    this.#found = { look: await this.#source.look(control), migrations }
  }

  async view(): Promise<DriftView> {
    const found = this.#found
    return {
      variable: this.#source.variable,
      ...this.#now(),
      look: found?.look ?? null,
      isOld: found !== null && found.migrations !== (await this.#migrationsNow()),
    }
  }

  #now(): Pick<DriftView, 'place' | 'problem'> {
    try {
      return { place: this.#source.place(), problem: null }
    } catch (error) {
      if (!(error instanceof RebaselineError)) throw error
      return { place: null, problem: error.happened }
    }
  }
}
