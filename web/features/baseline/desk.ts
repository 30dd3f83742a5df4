import type { QueryClient } from '@tanstack/react-query'
import { API } from '../../../shared/api.ts'
import type { DraftList, DraftName } from '../../../shared/draft.ts'
import { addressOf, asApiError, CallRefused, read, send } from '../../lib/server.ts'
import { takeDrafts } from '../../lib/take-drafts.ts'
import { saveBeforeJobs } from '../../lib/use-jobs.ts'
import type { SaveOutcome } from './draft-buffer.ts'
import { DraftBuffer } from './draft-buffer.ts'
import { keepUnsaved, unsavedText } from './unsaved-texts.ts'

/** The drafts that are open in this tab; they are saved also while another screen is shown. */
class Desk {
  readonly #buffers = new Map<string, DraftBuffer>()
  readonly #listeners = new Set<() => void>()
  #client: QueryClient | undefined

  /** The open draft; opens it with what the server told. */
  open(client: QueryClient, project: string, list: DraftList, name: DraftName): DraftBuffer {
    this.#client = client
    const key = `${name}:${project}`
    const open = this.#buffers.get(key)
    if (open) return open
    const kept = unsavedText(project, name)
    const buffer = new DraftBuffer(
      diskOf(list, name),
      {
        save: (text, version) => this.#save(name, text, version),
        keep: (unsaved) => keepUnsaved(project, name, unsaved),
      },
      { revision: list.revision, ...(kept && { kept }) },
    )
    this.#buffers.set(key, buffer)
    buffer.subscribe(() => this.#listeners.forEach((listener) => listener()))
    return buffer
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether an error still says how it is: what was not chosen yet may be by now. */
  readonly stillHolds = (error: Error | null): boolean =>
    !(error instanceof CallRefused && error.error === UNDECIDED) ||
    [...this.#buffers.values()].some((buffer) => buffer.state().status === 'conflict')

  /** Everything that is open, saved; throws where something can’t be. */
  readonly flush = async (): Promise<void> => {
    const buffers = [...this.#buffers.values()]
    await Promise.all(buffers.map((buffer) => buffer.flush()))
    for (const buffer of buffers) {
      const state = buffer.state()
      if (state.status === 'failed') throw new CallRefused(409, state.error)
      // A file that is gone is written by nobody but who says so; a run refuses to go by it.
      if (state.status !== 'saved' && state.status !== 'deleted')
        throw new CallRefused(409, UNDECIDED)
    }
  }

  readonly leave = (event: BeforeUnloadEvent): void => {
    const buffers = [...this.#buffers.values()]
    for (const buffer of buffers) buffer.leave()
    const isKept = (status: string): boolean => status === 'saved' || status === 'deleted'
    if (buffers.some((buffer) => !isKept(buffer.state().status))) event.preventDefault()
  }

  async #save(name: DraftName, text: string, version: string): Promise<SaveOutcome> {
    try {
      const list = await send<DraftList>(addressOf(API.draft, { name }), { text, version }, 'PUT')
      this.#take(list)
      return { outcome: 'saved', disk: diskOf(list, name), revision: list.revision }
    } catch (error) {
      if (!(error instanceof CallRefused) || error.error.code !== 'draft-changed') {
        return { outcome: 'failed', error: asApiError(error) }
      }
    }
    try {
      const list = await read<DraftList>(API.drafts)
      this.#take(list)
      return { outcome: 'changed', disk: diskOf(list, name), revision: list.revision }
    } catch (error) {
      return { outcome: 'failed', error: asApiError(error) }
    }
  }

  /** What a save answers is newer than any answer that is still under way. */
  #take(list: DraftList): void {
    if (this.#client) void takeDrafts(this.#client, list)
  }
}

const UNDECIDED = {
  code: 'draft-changed',
  message: 'A draft is not saved: another program changed it, and you have not chosen yet.',
  help: 'Open the Baseline screen and choose which text stays.',
}

const diskOf = ({ drafts }: DraftList, name: DraftName) => {
  const draft = drafts.find((each) => each.name === name)
  return { text: draft?.text ?? '', version: draft?.version ?? '' }
}

/** One for this tab. */
export const desk = new Desk()

saveBeforeJobs(desk.flush)
addEventListener('beforeunload', desk.leave)
