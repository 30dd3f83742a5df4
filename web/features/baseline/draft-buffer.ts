import type { ApiError } from '../../../shared/api.ts'
import { DELETED } from '../../../shared/draft.ts'

/** A text of a draft as it stands, or stood, on disk. */
export interface DiskText {
  readonly text: string
  /** `deleted` where the file is gone. */
  readonly version: string
}

/** How the text in the editor stands to the one on disk. */
export type BufferState =
  | { readonly status: 'saved' }
  | { readonly status: 'unsaved' }
  /** Another program wrote `theirs` meanwhile: nothing is saved until the person has chosen. */
  | { readonly status: 'conflict'; readonly theirs: DiskText }
  /** The file is gone: nothing is saved until the person has chosen, and what the editor holds is kept. */
  | { readonly status: 'deleted' }
  /** It is tried again by itself. */
  | { readonly status: 'failed'; readonly error: ApiError }

/** What became of a save. */
export type SaveOutcome =
  | { readonly outcome: 'saved'; readonly disk: DiskText; readonly revision: number }
  /** Another text stands on disk. */
  | { readonly outcome: 'changed'; readonly disk: DiskText; readonly revision: number }
  | { readonly outcome: 'failed'; readonly error: ApiError }

export interface BufferOptions {
  /** Writes what was edited from `version` on; never throws. */
  readonly save: (text: string, version: string) => Promise<SaveOutcome>
  /** Keeps what is not on disk where a reload finds it; undefined: nothing is to be kept. */
  readonly keep: (unsaved: DiskText | undefined) => void
}

/** How long typing rests before it is saved, and how long until a save that failed is tried again. */
const SETTLE = 400
const AGAIN = 2_000

/** One draft in the editor: saved soon after every edit, never over what somebody else wrote. */
export class DraftBuffer {
  #text: string
  #base: DiskText
  #revision: number
  #state: BufferState = { status: 'saved' }
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: Promise<void> | undefined
  #sent: string | undefined
  readonly #options: BufferOptions
  readonly #listeners = new Set<() => void>()

  /** `kept` is what an earlier page could not save: its version is of the text that it was edited from. */
  constructor(
    disk: DiskText,
    options: BufferOptions,
    { revision = 0, kept }: { readonly revision?: number; readonly kept?: DiskText } = {},
  ) {
    this.#options = options
    this.#base = disk
    this.#revision = revision
    this.#text = kept?.text ?? disk.text
    if (disk.version === DELETED) {
      this.#base = { text: kept?.text ?? '', version: kept?.version ?? '' }
      this.#state = { status: 'deleted' }
    } else if (this.#text === disk.text) options.keep(undefined)
    else if (kept?.version === disk.version) this.#wait(SETTLE)
    else {
      this.#base = { text: '', version: kept?.version ?? '' }
      this.#state = { status: 'conflict', theirs: disk }
    }
  }

  get text(): string {
    return this.#text
  }

  readonly state = (): BufferState => this.#state

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The person typed. */
  readonly edit = (text: string): void => {
    if (text === this.#text) return
    this.#text = text
    if (this.#state.status === 'conflict' || this.#state.status === 'deleted') {
      this.#keep()
      return
    }
    this.#wait(SETTLE)
  }

  /** The server told what stands on disk; what is older than what was told before is passed over. */
  readonly told = (disk: DiskText, revision: number): void => {
    if (revision < this.#revision) return
    this.#revision = revision
    if (disk.version === DELETED) return this.#gone()
    if (this.#state.status === 'deleted') return this.#backAgain(disk)
    if (disk.version === this.#base.version) return
    if (disk.text === this.#text) this.#settle(disk)
    else if (disk.text === this.#sent) this.#base = disk
    else if (this.#state.status === 'saved') {
      this.#text = disk.text
      this.#settle(disk)
    } else this.#conflict(disk)
  }

  /** Saves now. Afterwards the state says whether it is on disk. */
  readonly flush = async (): Promise<void> => {
    while (this.#saving) await this.#saving
    if (this.#state.status === 'unsaved' || this.#state.status === 'failed') await this.#save()
  }

  /** Puts the text of the editor where the file was. */
  readonly writeBack = (): Promise<void> => {
    if (this.#state.status === 'deleted') {
      this.#base = { text: '', version: DELETED }
      this.#wait(SETTLE)
    }
    return this.flush()
  }

  /** Of two texts the person’s own becomes the one on disk. */
  readonly keepMine = (): Promise<void> => {
    if (this.#state.status === 'conflict') {
      this.#base = this.#state.theirs
      this.#wait(SETTLE)
    }
    return this.flush()
  }

  /** Of two texts the one on disk stays. */
  readonly takeTheirs = (): void => {
    if (this.#state.status !== 'conflict') return
    const { theirs } = this.#state
    this.#text = theirs.text
    this.#settle(theirs)
  }

  /** Keeps what is not saved yet: the page is about to go. */
  readonly leave = (): void => {
    if (this.#state.status !== 'saved') this.#keep()
  }

  #keep(): void {
    this.#options.keep({ text: this.#text, version: this.#base.version })
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#state.status !== 'failed') this.#show({ status: 'unsaved' })
    else this.#tell()
    this.#timer = setTimeout(() => void this.flush(), milliseconds)
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer)
    this.#keep()
    this.#saving = this.#send().finally(() => {
      this.#saving = undefined
      this.#sent = undefined
    })
    await this.#saving
  }

  async #send(): Promise<void> {
    const text = this.#text
    this.#sent = text
    const saved = await this.#options.save(text, this.#base.version)
    if (saved.outcome === 'failed') {
      this.#show({ status: 'failed', error: saved.error })
      this.#timer = setTimeout(() => void this.flush(), AGAIN)
      return
    }
    this.#revision = saved.revision
    if (saved.outcome === 'saved') {
      if (saved.disk.version === DELETED || saved.disk.text !== text) {
        // The server tells what stands there after the save: that may be somebody else's already.
        this.#base = { text, version: '' }
        if (saved.disk.version === DELETED) this.#gone()
        else this.#overtaken(saved.disk, text)
      } else if (this.#text === text) this.#settle(saved.disk)
      else {
        this.#base = saved.disk
        this.#show({ status: 'unsaved' })
        this.#wait(SETTLE)
      }
      return
    }
    if (saved.disk.version === DELETED) this.#gone()
    else if (saved.disk.text === this.#text) this.#settle(saved.disk)
    else this.#conflict(saved.disk)
  }

  /** What stood there is the base still: so it is known whether somebody typed. */
  #gone(): void {
    if (this.#state.status === 'deleted' || this.#base.version === DELETED) return
    clearTimeout(this.#timer)
    this.#show({ status: 'deleted' })
    this.#options.keep({ version: this.#base.version, text: this.#text })
  }

  /** What nobody typed in meanwhile is the text that somebody put there. */
  #backAgain(disk: DiskText): void {
    if (disk.text !== this.#text && this.#text !== this.#base.text) return this.#conflict(disk)
    this.#text = disk.text
    this.#settle(disk)
  }

  /** Another program wrote what stands there over what was saved. */
  #overtaken(disk: DiskText, sent: string): void {
    if (this.#text !== sent && this.#text !== disk.text) return this.#conflict(disk)
    this.#text = disk.text
    this.#settle(disk)
  }

  #conflict(theirs: DiskText): void {
    clearTimeout(this.#timer)
    this.#show({ status: 'conflict', theirs })
    this.#keep()
  }

  #settle(disk: DiskText): void {
    clearTimeout(this.#timer)
    this.#base = disk
    this.#options.keep(undefined)
    this.#show({ status: 'saved' })
  }

  #show(state: BufferState): void {
    this.#state = state
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
