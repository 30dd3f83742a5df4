import { dirname, join, resolve } from 'node:path'
import { scrubberOf } from '../postgres/redact.ts'
import type { AfterLook } from './after-look.ts'
import type { StopReport } from './child-process.ts'
import type { IgnoredFile, MigrationFolder } from './folder.ts'
import type { OutputCapture } from './output.ts'
import { listText } from './migration-list.ts'
import { ranOutOfMemory } from './memory.ts'
import type { ChildEvent, MigrationList } from './protocol.ts'
import type { SentLog } from './statement-log.ts'
import type { MigrationStep, RunFailure, RunOptions, Stage } from './run.ts'

type Progress = Exclude<ChildEvent, { type: 'failed' | 'finished' | 'server-wide' }>
type OpenStep = { -readonly [K in keyof MigrationStep]: MigrationStep[K] }

/** Writes down what the child reports: which migration is at what, and what each printed. */
export class MigrationRecord {
  readonly #found: MigrationFolder
  readonly #options: RunOptions
  readonly #output: OutputCapture
  readonly #scrub: (text: string) => string
  readonly #files: ReadonlyMap<string, string>
  readonly #steps = new Map<string, OpenStep>()
  readonly #imported = new Set<string>()
  #lists: readonly MigrationList[] = []
  #current: OpenStep | undefined
  #lastGood: string | null = null
  #isLoaded = false
  #beganAt = 0
  stage: Stage = { at: 'start' }
  loadOutput = ''

  constructor(
    found: MigrationFolder,
    options: RunOptions,
    output: OutputCapture,
    secrets: readonly string[],
  ) {
    this.#scrub = scrubberOf([options.database.revealPassword() ?? '', ...secrets])
    this.#found = found
    this.#options = options
    this.#output = output
    this.#files = new Map(found.files.map(({ name, file }) => [name, file]))
    for (const { name } of found.files) this.#open(name)
  }

  async note(event: Progress): Promise<void> {
    switch (event.type) {
      case 'ready':
      case 'committing':
        return
      case 'loading':
        this.stage = { at: 'import', file: event.file }
        this.#imported.add(event.file)
        return
      case 'imported':
        this.stage = { at: 'connect' }
        this.#lists = event.lists
        return
      case 'loaded':
        return this.#loaded(event.names, event.executed)
      case 'begin':
        return this.#begin(event.name)
      case 'end':
        return this.#end(event.milliseconds, event.sent)
      case 'committed':
        return this.#committed(event.left)
    }
  }

  finish(): void {
    this.#takeOutput()
    this.stage = { at: 'end' }
  }

  /** The failure, with the step it belongs to marked. */
  fail(heard: StopReport, slow: { limitMs: number; statement: string | null }): RunFailure {
    if ('name' in heard && heard.name !== null) this.stage = this.#stageOf(heard.name)
    const { stage } = this
    const step = stage.at === 'migration' ? this.#open(stage.name) : undefined
    const lastWords = this.#takeOutput()
    if (step) {
      step.status = 'failed'
      step.milliseconds = performance.now() - this.#beganAt
    }
    const facts = { stage, lastGood: this.#lastGood }
    switch (heard.type) {
      case 'failed': {
        const error = this.#clean(heard.error)
        if (step) step.error = error
        return { ...facts, reason: 'threw', error }
      }
      case 'server-wide': {
        const { changed, statement } = heard
        return { ...facts, reason: 'server-wide', changed, statement: this.#clean(statement) }
      }
      case 'ended':
        if (ranOutOfMemory(lastWords, heard.signal)) return { ...facts, reason: 'out-of-memory' }
        return { ...facts, reason: 'ended', exitCode: heard.exitCode, signal: heard.signal }
      case 'too-slow':
        return { ...facts, reason: 'too-slow', ...slow, statement: this.#clean(slow.statement) }
      case 'cancelled':
        return { ...facts, reason: 'cancelled' }
    }
  }

  steps(): readonly MigrationStep[] {
    return [...this.#steps.values()]
  }

  /** Files that looked like migrations to us and were none to Kysely. */
  passedOver(): readonly IgnoredFile[] {
    if (!this.#isLoaded) return []
    const passed = this.#found.files.filter(({ name }) => !this.#steps.has(name))
    return passed.map(({ file }) => ({ file, reason: this.#whyPassedOver(file) }))
  }

  /** The folder of several that gives none of these migrations; where some were chosen, that says nothing. */
  folderWithout(names: readonly string[]): string | undefined {
    const { folder, more, chosen } = this.#options
    if (!more || chosen) return undefined
    const giving = this.#found.files
      .filter(({ name }) => names.includes(name))
      .map(({ file }) => dirname(join(this.#found.folder, file)))
    return [folder, ...more].map((each) => resolve(each)).find((each) => !giving.includes(each))
  }

  #whyPassedOver(file: string): string {
    if (!this.#imported.has(file)) return 'the Kysely of this project does not read this extension'
    const list = this.#lists.find((each) => each.file === file)
    return list ? listText(list, this.#files) : 'exports no function `up`'
  }

  #loaded(names: readonly string[], executed: readonly string[]): void {
    this.#takeOutput()
    this.#isLoaded = true
    this.#steps.clear()
    for (const name of names) {
      const step = this.#open(name)
      if (!executed.includes(name)) continue
      step.status = 'applied'
      this.#lastGood = name
    }
  }

  #begin(name: string): void {
    this.#takeOutput()
    this.stage = this.#stageOf(name)
    this.#current = this.#open(name)
    this.#beganAt = performance.now()
  }

  #end(milliseconds: number, sent: SentLog | null): void {
    const step = this.#current
    this.#takeOutput()
    if (!step) return
    step.milliseconds = milliseconds
    if (sent) step.sent = { ...sent, leftSettings: null }
    if (this.#options.mode === 'step') return
    this.#applied(step)
  }

  async #committed(left: AfterLook | null): Promise<void> {
    const step = this.#current
    this.#takeOutput()
    if (!step) return
    if (left) step.rows = left.rows
    if (left && step.sent) step.sent = { ...step.sent, leftSettings: left.leftSettings }
    this.#applied(step)
    await this.#options.afterStep?.({ ...step })
  }

  #applied(step: OpenStep): void {
    step.status = 'applied'
    this.#lastGood = step.name
    this.stage = { at: 'end' }
    this.#options.onStep?.({ ...step })
  }

  #stageOf(name: string): Stage {
    return { at: 'migration', name, file: this.#fileOf(name) }
  }

  #open(name: string): OpenStep {
    const known = this.#steps.get(name)
    if (known) return known
    const step: OpenStep = {
      name,
      file: this.#fileOf(name),
      status: 'pending',
      milliseconds: 0,
      output: '',
      droppedOutputBytes: 0,
    }
    this.#steps.set(name, step)
    return step
  }

  /** Kysely may name one as we would not; what a provider gives has no file that we know. */
  #fileOf(name: string): string | null {
    return this.#files.get(name) ?? (this.#options.provider ? null : name)
  }

  /** Gives the last of it. */
  #takeOutput(): string {
    const { text, end, droppedBytes } = this.#output.take()
    const clean = this.#scrub(text)
    if (this.#current) {
      this.#current.output += clean
      this.#current.droppedOutputBytes += droppedBytes
    } else this.loadOutput += clean
    return end
  }

  /** What stands in it, to the last text. */
  #clean<T>(value: T): T {
    if (typeof value === 'string') return this.#scrub(value) as T
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, each]) => [key, this.#clean(each)] as const)
    return Object.fromEntries(entries) as T
  }
}
