import { baselineNamer, baselineNames, firstsAfter, whyLate } from '../baseline/names.ts'
import { RebaselineError } from '../errors.ts'
import { readApplied, type AppliedExport } from '../export/applied.ts'
import { findRunning } from '../history/several-folders.ts'
import { lineIn } from '../history/folder-line.ts'
import { forgetLine, keepLine, readKeptLine } from '../project/kept-line.ts'
import type { Project } from '../project/project.ts'
import { archivedNames, lineNow } from '../team/exported-line.ts'
import type { ChooseLine, LineChoice, LineView } from '../../shared/line-choice.ts'
import { momentText } from '../../shared/moment-text.ts'

/** The squash line as whoever started the program said it, by a name or the beginning of one. */
export interface SaidLine {
  readonly squashTo: string
  readonly by: 'the command line' | 'the configuration'
}

/** The line that the next run goes by. */
interface DrawnLine {
  /** Absent where all is replaced. */
  readonly squashTo?: string
  readonly by: LineView['saidBy']
  /** What became of the name that was said; null where it is the one that is meant. */
  readonly told: string | null
}

/** Where the squash line of a project is read and chosen. */
export class LineDesk {
  readonly #project: Project
  readonly #said: SaidLine | null

  constructor(project: Project, said: SaidLine | null) {
    this.#project = project
    this.#said = said
  }

  /** The command line goes first, then what was chosen in the page, then the configuration. */
  async drawn(): Promise<DrawnLine> {
    const said = this.#said
    if (this.#project.provider) return { by: 'nothing', told: null }
    const chosen = said?.by === 'the command line' ? null : await readKeptLine(this.#project)
    const by = chosen ? 'the page' : (said?.by ?? 'nothing')
    const meant = chosen ? chosen.last : (said?.squashTo ?? null)
    return meant === null ? { by, told: null } : { by, ...(await lineNow(this.#project, meant)) }
  }

  /** After a run that the command line drew the line for: what was chosen before counts no more. */
  async ran(): Promise<void> {
    if (this.#said?.by === 'the command line') await forgetLine(this.#project)
  }

  async view(): Promise<LineView> {
    const { squashTo, by } = await this.drawn()
    const configured = by === 'the page' ? (this.#said?.squashTo ?? null) : null
    const told = { saidBy: by, configured, problem: null }
    if (this.#project.provider) return { ...told, choices: [], chosen: null }
    const found = await findRunning(this.#project.migrations, this.#project.more, 'passed over')
    const choices = await this.#choicesOf(found.files.map(nameOf))
    if (squashTo === undefined) return { ...told, choices, chosen: null }
    try {
      const { replaced, later } = lineIn(found, squashTo)
      const chosen = later.length === 0 ? null : (replaced.at(-1)?.name ?? null)
      return { ...told, choices, chosen }
    } catch (error) {
      if (!(error instanceof RebaselineError)) throw error
      return { ...told, choices, chosen: squashTo, problem: error.message }
    }
  }

  /** Keeps what the next run goes by; refuses what no run could. */
  async choose(chosen: ChooseLine): Promise<void> {
    const doing = 'choose the squash line'
    if (this.#said?.by === 'the command line') {
      throw new RebaselineError('squash-line-refused', {
        doing,
        happened: '--squash-to on the command line says it already',
        help: 'Take --squash-to out and start the dashboard again: then it is chosen here.',
      })
    }
    if (this.#project.provider) {
      throw new RebaselineError('squash-line-refused', {
        doing,
        happened: 'a provider gives the migrations, and has no files that could stay',
        help: 'Replace all of them, or work on a folder of migrations: take the provider out of the command and the configuration.',
      })
    }
    const applied = await readApplied(this.#project)
    if (applied) throw drawnByExport(applied)
    if ('by' in chosen) return forgetLine(this.#project)
    const { last } = chosen
    const { files, folder } = await findRunning(this.#project.migrations, this.#project.more)
    if (last !== null && !files.some(({ name }) => name === last)) lineIn({ folder, files }, last)
    const choice = (await this.#choicesOf(files.map(nameOf))).find((each) => each.last === last)
    if (choice?.names === null) {
      throw new RebaselineError('squash-line-refused', {
        doing,
        happened: choice.why ?? '',
        help: 'Choose another migration: the list says of each why it can not be the last.',
      })
    }
    await keepLine(this.#project, { last: last === files.at(-1)?.name ? null : last })
  }

  async #choicesOf(migrations: readonly string[]): Promise<LineChoice[]> {
    return choicesOf(migrations, await archivedNames(this.#project))
  }
}

/** Drafts and folder are for the line of an export, as long as that stands as it was made. */
export const drawnByExport = ({ journal }: AppliedExport): RebaselineError =>
  new RebaselineError('squash-line-refused', {
    doing: 'choose the squash line',
    happened: `the baseline was exported on ${momentText(journal.startedAt)}, up to the line of that run`,
    help: 'Take the export back (rebaseline export --undo), then choose. Where it is committed, the line can be chosen anew once the next migration is in the folder.',
  })

const nameOf = ({ name }: { readonly name: string }): string => name

function choicesOf(migrations: readonly string[], archived: readonly string[]): LineChoice[] {
  const usual = baselineNames(migrations, [], archived)
  const namesAt = baselineNamer(migrations, archived)
  const firsts = firstsAfter(migrations)
  return migrations.map((last, at) => {
    const told = { last, replaced: at + 1, later: migrations.length - at - 1 }
    const first = firsts[at] ?? []
    try {
      const [baseline, seed] = namesAt(last, first)
      return { ...told, names: { baseline, seed }, why: whyLate(usual, first) ?? null }
    } catch (error) {
      if (!(error instanceof RebaselineError)) throw error
      return { ...told, names: null, why: `${error.message}. ${error.help}` }
    }
  })
}
