import { RebaselineError } from '../errors.ts'
import { linesAround, linesThere } from '../excerpt.ts'
import type { DraftName } from '../../shared/draft.ts'

/** What a draft is called, and what stands in it. */
export interface NamedDraft {
  readonly draft: DraftName
  readonly file: string
  readonly text: string
}

/** A draft that does not run, with the line of it where people mend that. */
export class DraftFailed extends RebaselineError {
  readonly place: { readonly draft: DraftName; readonly line: number }

  constructor(
    error: RebaselineError,
    told: { readonly doing: string; readonly happened: string },
    { draft, text }: NamedDraft,
    line: number,
  ) {
    const lines = linesAround(text, line)
    super(error.code, {
      doing: told.doing,
      // A draft that ran until there is told with them already.
      happened: [
        told.happened.replace(`\n${linesThere(lines)}`, ''),
        `  the draft there:\n${lines}`,
      ].join('\n'),
      help: 'Mend that line of the draft, in the editor or in the file, and verify again: the old database is not built anew for that.',
      cause: error,
    })
    this.place = { draft, line }
  }
}

/** The draft and the line of it that a message names last; undefined where it names none. */
export function placeIn(
  message: string,
  drafts: readonly NamedDraft[],
): { readonly named: NamedDraft; readonly line: number } | undefined {
  for (const named of drafts) {
    const after = message.split(`${named.file}:`).at(1)
    const line = Number(/^\d+/.exec(after ?? '')?.[0] ?? 0)
    if (line > 0) return { named, line }
  }
  return undefined
}
