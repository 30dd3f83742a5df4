/** Output of one migration: the first bytes of it, and how many more there were. */
interface Output {
  readonly text: string
  readonly droppedBytes: number
}

/** Collects the output of the child, per migration, in bounded memory. */
export class OutputCapture {
  readonly #limit: number
  #kept: Buffer[] = []
  #keptBytes = 0
  #droppedBytes = 0
  /** Everything that ever came: unchanged means that nothing is left to read. */
  seenBytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(chunk: Buffer): void {
    this.seenBytes += chunk.length
    const room = this.#limit - this.#keptBytes
    const part = chunk.subarray(0, Math.max(room, 0))
    // A copy, because a slice would keep the whole chunk in memory.
    if (part.length > 0) this.#kept.push(Buffer.from(part))
    this.#keptBytes += part.length
    this.#droppedBytes += chunk.length - part.length
  }

  /** What came since the last call. */
  take(): Output {
    const output = {
      text: Buffer.concat(this.#kept).toString('utf8'),
      droppedBytes: this.#droppedBytes,
    }
    this.#kept = []
    this.#keptBytes = 0
    this.#droppedBytes = 0
    return output
  }
}
