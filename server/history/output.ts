/** Output of one migration: the first bytes of it, the last, and how many were not among the first. */
interface Output {
  readonly text: string
  /** What a process says as it dies comes last. */
  readonly end: string
  readonly droppedBytes: number
}

const END_BYTES = 8192

/** Collects the output of the child, per migration, in bounded memory. */
export class OutputCapture {
  readonly #limit: number
  #kept: Buffer[] = []
  #keptBytes = 0
  #droppedBytes = 0
  #end = Buffer.alloc(0)
  /** Everything that ever came: unchanged means that nothing is left to read. */
  seenBytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  add(chunk: Buffer): void {
    this.seenBytes += chunk.length
    this.#end = Buffer.concat([this.#end, chunk.subarray(-END_BYTES)]).subarray(-END_BYTES)
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
      end: this.#end.toString('utf8'),
      droppedBytes: this.#droppedBytes,
    }
    this.#end = Buffer.alloc(0)
    this.#kept = []
    this.#keptBytes = 0
    this.#droppedBytes = 0
    return output
  }
}
