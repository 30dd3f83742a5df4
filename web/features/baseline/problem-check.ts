/** Something that TypeScript found wrong. */
export interface Problem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What was found so far, and whether TypeScript has answered for the text as it is now. */
export interface Problems {
  readonly state: 'checking' | 'checked' | 'failed'
  readonly found: readonly Problem[]
}

export const UNASKED: Problems = { state: 'checking', found: [] }

export interface ProblemCheckOptions {
  /** Asks TypeScript how many problems the text has; throws where it can't be asked. */
  readonly count: () => Promise<number>
  readonly tell: (problems: Problems) => void
}

/** How long typing rests before TypeScript is asked. */
const SETTLE = 500

/**
 * The editor only tells when its marks change: nothing marked is no answer. So TypeScript is asked as well, and what it
 * counted must be marked before it counts as an answer.
 */
export class ProblemCheck {
  readonly #options: ProblemCheckOptions
  #found: readonly Problem[] = []
  #answer: number | 'none yet' | 'none' = 'none yet'
  #asked = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: ProblemCheckOptions) {
    this.#options = options
  }

  /** The marks of the editor changed. */
  marked(found: readonly Problem[]): void {
    this.#found = found
    this.#tell()
  }

  /** The text changed. */
  typed(): void {
    this.#asked += 1
    this.#answer = 'none yet'
    this.#tell()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.ask(), SETTLE)
  }

  ask(): void {
    this.#asked += 1
    const asked = this.#asked
    this.#answer = 'none yet'
    this.#tell()
    const answered = (answer: number | 'none'): void => {
      if (asked !== this.#asked) return
      this.#answer = answer
      this.#tell()
    }
    this.#options.count().then(answered, () => answered('none'))
  }

  end(): void {
    this.#asked += 1
    clearTimeout(this.#timer)
  }

  #tell(): void {
    this.#options.tell({ state: this.#state(), found: this.#found })
  }

  #state(): Problems['state'] {
    if (this.#answer === 'none') return 'failed'
    if (this.#answer === 'none yet') return 'checking'
    return this.#answer === 0 || this.#found.length > 0 ? 'checked' : 'checking'
  }
}
