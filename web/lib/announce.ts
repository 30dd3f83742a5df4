import { useSyncExternalStore } from 'react'

/** Says sentences one after the other, with a pause; of several in a row the first and the last are said. */
export class Speaker {
  static readonly pause = 1_500
  #spoken = ''
  #waiting: string | undefined
  #resting: ReturnType<typeof setTimeout> | undefined
  readonly #listeners = new Set<() => void>()

  readonly current = (): string => this.#spoken

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly say = (text: string): void => {
    if (this.#resting !== undefined) {
      this.#waiting = text
      return
    }
    this.#spoken = text
    this.#resting = setTimeout(this.#goOn, Speaker.pause)
    for (const listener of this.#listeners) listener()
  }

  readonly #goOn = (): void => {
    const next = this.#waiting
    this.#resting = undefined
    this.#waiting = undefined
    if (next !== undefined && next !== this.#spoken) this.say(next)
  }
}

const speaker = new Speaker()

/** Says a sentence to people who listen to the page. */
export const announce = speaker.say

/** What the page's one live region says now. */
export const useAnnouncement = (): string =>
  useSyncExternalStore(speaker.subscribe, speaker.current)
