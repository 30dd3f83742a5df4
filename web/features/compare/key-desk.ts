type Actions = ReadonlyMap<string, () => void>

interface Offer {
  readonly object: string
  readonly actions: Actions
}

/** Keys act on the object that was asked for last: those that come before it is drawn wait for it. */
export class KeyDesk {
  readonly #asked: () => string
  readonly #offers = new Set<Offer>()
  #waiting: { readonly object: string; readonly key: string }[] = []

  constructor(asked: () => string) {
    this.#asked = asked
  }

  /** Says what keys do with an object from now on. Gives what ends that. */
  offer(object: string, actions: Actions): () => void {
    const offer = { object, actions }
    this.#offers.add(offer)
    return () => this.#offers.delete(offer)
  }

  press(key: string): void {
    const object = this.#asked()
    const action = this.#actionOf(object, key)
    if (action) action()
    else this.#waiting.push({ object, key })
  }

  /** Does what those keys asked of an object before it was there; what was asked of others is past. */
  catchUp(object: string, keys: readonly string[]): void {
    if (object !== this.#asked()) return
    const own = this.#waiting.filter((each) => each.object === object)
    const due = own.filter(({ key }) => keys.includes(key))
    this.#waiting = own.filter(({ key }) => !keys.includes(key))
    for (const { key } of due) this.press(key)
  }

  #actionOf(object: string, key: string): (() => void) | undefined {
    for (const offer of this.#offers) {
      const action = offer.object === object ? offer.actions.get(key) : undefined
      if (action) return action
    }
    return undefined
  }
}
