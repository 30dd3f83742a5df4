import { Type, type Static } from 'typebox'
import { counted } from './report.ts'
import { closed } from './schema.ts'

/** The squash line where later files stay, by names as the ledger holds them. */
export const SquashLine = closed({
  /** The last migration that the baseline replaces. */
  last: Type.String(),
  /** Those that stay and run after it, in their order. */
  later: Type.Array(Type.String(), { minItems: 1 }),
})
export type SquashLine = Static<typeof SquashLine>

/** Whether a migration of that name stays behind the line; none does where there is no line. */
export const isBehind = (line: Readonly<SquashLine> | null | undefined, name: string): boolean =>
  line !== null && line !== undefined && name > line.last

/** What the baseline replaces, and what stays. */
export const squashLineText = ({ last, later }: SquashLine): string =>
  later.length === 1
    ? `The baseline replaces the migrations up to ${last}. ${later[0]} stays where it is, and runs after it.`
    : `The baseline replaces the migrations up to ${last}. ${counted(later.length, 'later file')}, ${later[0]} to ${later.at(-1)}, stay where they are, and run after it.`
