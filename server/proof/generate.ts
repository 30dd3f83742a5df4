import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { baselineNames } from '../baseline/names.ts'
import { composeBaseline, namedRoles, writeSeed, type WrittenBaseline } from '../baseline/write.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { DraftFailed, placeIn, type NamedDraft } from './draft-failed.ts'
import { fileError } from '../machine/file-error.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { originBeside } from './database-facts.ts'
import { compareSides } from './compare-sides.ts'
import type { OldSide } from './old-side.ts'
import { readEmpty, rebuild, type RebuiltSide } from './rebuild.ts'
import type { Side } from './read-side.ts'
import { withSteadyValues } from './steady-values.ts'
import { saveFiles, type SavedFile } from './save.ts'
import { inTemporaryFolder } from './temporary-folder.ts'
import type { Workspace } from './workspace.ts'

/** What is written, and where it is saved. */
export interface GenerateOptions {
  readonly ledger: Ledger
  readonly seed: SeedSelection
  /** Where the files are saved; without it they are only given back. */
  readonly out?: string
}

/** The baseline and the seed as they were written and proven. */
export interface Generated {
  readonly texts: Draft
  /** What the baseline is made of. */
  readonly statements: WrittenBaseline['statements']
  readonly files: readonly SavedFile[]
  /** Of the database that the files build with the old one; what blocks here could not be written. */
  readonly comparison: Comparison
  readonly rebuilt: RebuiltSide
  readonly milliseconds: number
}

/** The texts of a baseline and its seed. */
export interface Draft {
  readonly baseline: string
  readonly seed: string
}

/**
 * Writes baseline and seed, builds a database from them, reads it back and writes again, until the text is a fixed
 * point: Postgres prints some expressions otherwise the second time, and only then for good.
 */
export async function generate(
  workspace: Workspace,
  old: OldSide,
  options: GenerateOptions,
): Promise<Generated> {
  const started = performance.now()
  const empty = await readEmpty(workspace, options.ledger)
  const names = baselineNames(old.migrations)
  let draft = write(old, old, empty)
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    workspace.progress(`Writing the baseline and building a database from it (${attempt})`)
    const rebuilt = await rebuildDraft(workspace, draft, names, {
      ...options,
      title: 'what was generated',
      // What was written creates no role.
      roles: { named: [], before: namedRoles(old.model) },
    }).catch((error: unknown) => {
      throw asOurs(error)
    })
    const again = write(rebuilt, old, empty)
    if (again.baseline !== draft.baseline || again.seed !== draft.seed) {
      draft = again
      await rebuilt.database.drop()
      continue
    }
    workspace.progress('Comparing old and rebuilt')
    const comparison = await compareSides(workspace, old, rebuilt, {
      ...options,
      volatile: old.volatile,
      volatileRows: old.volatileRows,
      roles: { old: old.roles, rebuilt: rebuilt.roles },
      databases: originBeside(old),
    })
    const files =
      options.out === undefined
        ? []
        : await saveFiles(options.out, [
            { name: names[0], text: draft.baseline },
            { name: names[1], text: draft.seed },
          ])
    const { baseline, seed, statements } = draft
    const milliseconds = performance.now() - started
    return { texts: { baseline, seed }, statements, files, comparison, rebuilt, milliseconds }
  }
  throw new RebaselineError('not-repeatable', {
    doing: 'generate the baseline',
    happened: 'written, built and written again four times, its text was another one each time',
    help: 'Please report the schema: a baseline should settle after two rounds.',
  })
}

/** What we wrote ourselves does not run: that says nothing about the migrations of the project. */
function asOurs(error: unknown): unknown {
  if (!(error instanceof RebaselineError) || error.code !== 'migration-failed') return error
  return new RebaselineError('generated-refused', {
    doing: 'build a database from what was generated',
    happened: error.happened,
    cause: error,
  })
}

/** What differs from build to build is written the same way each time, from the old side. */
export function write(
  side: Side,
  old: OldSide,
  empty: Model,
): Draft & Pick<Generated, 'statements'> {
  const model = withSteadyValues(side.model, old.volatile)
  const { text, statements } = composeBaseline(model, empty)
  return {
    baseline: text,
    statements,
    seed: writeSeed(old.data, old.volatileRows, side.model),
  }
}

/** Where the files of a draft are written to be run, and the name of the folder beside that in which people have them. */
export interface DraftPlace {
  readonly parent: string
  readonly knownAs: string
}

/** Builds and reads a database from these texts, as files of a folder that is removed again. */
export const rebuildDraft = (
  workspace: Workspace,
  draft: Draft,
  names: readonly [string, string],
  options: Parameters<typeof rebuild>[2],
  place?: DraftPlace,
): Promise<RebuiltSide> =>
  inTemporaryFolder(async (folder) => {
    for (const [name, text] of [
      [names[0], draft.baseline],
      [names[1], draft.seed],
    ] as const) {
      const path = join(folder, `${name}.ts`)
      await writeFile(path, text).catch((error: unknown) => {
        throw fileError('write the draft', path, error)
      })
    }
    return rebuild(workspace, folder, options).catch((error: unknown) => {
      throw place
        ? renamedIn(error, basename(folder), place.knownAs, [
            { draft: 'baseline', file: `${names[0]}.ts`, text: draft.baseline },
            { draft: 'seed', file: `${names[1]}.ts`, text: draft.seed },
          ])
        : error
    })
  }, place?.parent)

/** The same error, naming the files where people have them. */
function renamedIn(
  error: unknown,
  temporary: string,
  known: string,
  drafts: readonly NamedDraft[],
): unknown {
  if (!(error instanceof RebaselineError) || !error.message.includes(temporary)) return error
  const { code, doing, happened, help } = error
  const told = (text: string): string => text.replaceAll(temporary, known)
  const found = placeIn(happened, drafts)
  if (found) {
    const said = { doing: told(doing), happened: told(happened) }
    return new DraftFailed(error, said, found.named, found.line)
  }
  return new RebaselineError(code, {
    doing: told(doing),
    happened: told(happened),
    help: told(help),
    cause: error,
  })
}
