import { importedReader } from '../project/imported.ts'
import { migrationsHasher } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import type {
  AcknowledgeClass,
  Checklist,
  Evidence,
  Person,
  SignItems,
  WithdrawItem,
} from '../../shared/checklist.ts'
import type { DraftName } from '../../shared/draft.ts'
import { checklistOf, refusalsOf } from './checklist.ts'
import { acknowledge, sign, withdraw, type Reviewed } from './sign-off.ts'
import { readStanding, signedTexts, type Standing } from './standing.ts'

/** How many evidences that were shown are remembered, to say what changed since. */
const MOST_SHOWN = 200

/** The review of a project, as a dashboard works with it: everything stands on disk, and is read anew each time. */
export class ProjectReview {
  readonly #reviewed: Reviewed
  readonly #person: () => Promise<Person | null>
  readonly #shown = new Map<string, Evidence['parts']>()

  constructor(project: Project, person: () => Promise<Person | null>) {
    const hash = migrationsHasher(project)
    this.#reviewed = { project, migrationsNow: { hash, imported: importedReader(project) } }
    this.#person = person
  }

  /** What was compared and what was stated, as it stands on disk now. */
  standing(): Promise<Standing> {
    const { project, migrationsNow } = this.#reviewed
    return readStanding(project, migrationsNow)
  }

  /** The texts of drafts that were signed, where they are other ones now. */
  async signedTexts(): Promise<ReadonlyMap<DraftName, string>> {
    const { stated, texts } = await this.standing()
    return texts ? signedTexts(this.#reviewed.project, stated, texts) : new Map()
  }

  /** Why an export is not allowed now; empty where the review is in no one's way. */
  async refusals(): Promise<readonly string[]> {
    return refusalsOf(await this.standing())
  }

  async checklist(): Promise<Checklist> {
    const standing = await this.standing()
    this.#remember(Object.values(standing.run?.evidence ?? {}))
    return checklistOf(standing, await this.#person())
  }

  async sign({ items, seen, person, note }: SignItems): Promise<Checklist> {
    const shown = (hash: string): Evidence['parts'] | undefined => this.#shown.get(hash)
    const hashes = new Map(Object.entries(seen))
    await sign(this.#reviewed, { items, seen: hashes, shown, person, note })
    return this.checklist()
  }

  async withdraw(request: WithdrawItem): Promise<Checklist> {
    await withdraw(this.#reviewed, request)
    return this.checklist()
  }

  async acknowledge(request: AcknowledgeClass): Promise<Checklist> {
    await acknowledge(this.#reviewed, request)
    return this.checklist()
  }

  #remember(evidences: readonly (Evidence | undefined)[]): void {
    for (const evidence of evidences) {
      if (evidence) this.#shown.set(evidence.hash, evidence.parts)
    }
    for (const hash of [...this.#shown.keys()].slice(0, -MOST_SHOWN)) this.#shown.delete(hash)
  }
}
