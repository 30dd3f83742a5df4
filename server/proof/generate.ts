import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { domainsOfModel } from '../baseline/domain-sections.ts'
import { TYPESCRIPT, type MigrationForm } from '../baseline/migration-form.ts'
import { baselineNames } from '../baseline/names.ts'
import { NO_ORIGINS } from '../baseline/origin-comments.ts'
import {
  composeBaseline,
  namedRoles,
  writeSeed,
  type Sections,
  type WrittenBaseline,
} from '../baseline/write.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { DraftFailed, placeIn, type NamedDraft } from './draft-failed.ts'
import { formOfFile, formOfFolder } from '../history/folder-form.ts'
import { lineageOf, makingFiles } from '../history/lineage.ts'
import type { RunSettings } from '../history/run-settings.ts'
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
import type { Source } from './source.ts'
import { throughLine } from './through-line.ts'
import { inTemporaryFolder } from './temporary-folder.ts'
import type { Workspace } from './workspace.ts'

/** What is written, and where it is saved. */
export interface GenerateOptions extends RunSettings {
  readonly ledger: Ledger
  readonly seed: SeedSelection
  /** How the files are written; as TypeScript unless it is said. */
  readonly form?: MigrationForm
  /** Names that no file may get, since databases may have run others by them; none unless told. */
  readonly archived?: readonly string[]
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
  /** What the baseline and the files behind the squash line build; null where none stay. */
  readonly end: RebuiltSide | null
  readonly milliseconds: number
}

const GENERATED = 'what was generated'

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
  const form = options.form ?? TYPESCRIPT
  const names = baselineNames(old.migrations, old.whole?.names, options.archived)
  const files = namedFiles(names, form)
  let draft = write(old, old, empty, form)
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    workspace.progress(`Writing the baseline and building a database from it (${attempt})`)
    const rebuilt = await rebuildDraft(workspace, draft, files, {
      ...options,
      title: GENERATED,
      // What was written creates no role.
      roles: { named: [], before: namedRoles(old.model) },
    }).catch((error: unknown) => {
      throw asOurs(error)
    })
    const again = write(rebuilt, old, empty, form)
    if (again.baseline !== draft.baseline || again.seed !== draft.seed) {
      draft = again
      await rebuilt.database.drop()
      continue
    }
    workspace.progress('Comparing old and rebuilt')
    const atLine = await compareSides(workspace, old, rebuilt, {
      ...options,
      volatile: old.volatile,
      volatileRows: old.volatileRows,
      roles: { old: old.roles, rebuilt: rebuilt.roles },
      databases: originBeside(old),
    })
    const { comparison, end } = await throughLine(
      workspace,
      old,
      {
        rebuilt,
        comparison: atLine,
        build: (more) => rebuildDraft(workspace, draft, files, { ...more, title: GENERATED }),
      },
      options,
    )
    const saved =
      options.out === undefined
        ? []
        : await saveFiles(options.out, [
            { name: names[0], file: files[0], text: draft.baseline },
            { name: names[1], file: files[1], text: draft.seed },
          ])
    const { baseline, seed, statements } = draft
    const milliseconds = performance.now() - started
    return {
      texts: { baseline, seed },
      statements,
      files: saved,
      comparison,
      rebuilt,
      end,
      milliseconds,
    }
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
  form: MigrationForm,
): Draft & Pick<Generated, 'statements'> {
  const model = withSteadyValues(side.model, old.volatile)
  const { text, statements } = composeBaseline(model, empty, form, sectionsOf(old, form))
  return {
    baseline: text,
    statements,
    seed: writeSeed(old.data, old.volatileRows, side.model, form),
  }
}

/** From the old side alone: what is built from the text must not move its sections. */
function sectionsOf(
  { model, history, migrations }: OldSide,
  { origins, domains }: MigrationForm,
): Sections {
  // Later files may have touched the same objects.
  const replaced = new Set(migrations)
  const told = history?.migrations.filter(({ name }) => replaced.has(name)) ?? []
  return {
    origins: origins ? { of: lineageOf(told).all, migrations } : NO_ORIGINS,
    domains: domains ? domainsOfModel(model, domains, makingFiles(told)) : new Map(),
  }
}

/** How a baseline of that source is written. */
export const formOfSource = async (source: Source): Promise<MigrationForm> =>
  source.from !== 'migrations'
    ? TYPESCRIPT
    : source.provider
      ? formOfFile(source.provider.file)
      : formOfFolder(source.folder, source.more)

/** The names of files with their extension. */
export const namedFiles = (
  [baseline, seed]: readonly [string, string],
  { extension }: MigrationForm,
): readonly [string, string] => [`${baseline}${extension}`, `${seed}${extension}`]

/** Where the files of a draft are written to be run, and the name of the folder beside that in which people have them. */
export interface DraftPlace {
  readonly parent: string
  readonly knownAs: string
}

/** Builds and reads a database from these texts, as files of a folder that is removed again. */
export const rebuildDraft = (
  workspace: Workspace,
  draft: Draft,
  files: readonly [string, string],
  options: Parameters<typeof rebuild>[2],
  place?: DraftPlace,
): Promise<RebuiltSide> =>
  inTemporaryFolder(async (folder) => {
    for (const [file, text] of [
      [files[0], draft.baseline],
      [files[1], draft.seed],
    ] as const) {
      const path = join(folder, file)
      await writeFile(path, text).catch((error: unknown) => {
        throw fileError('write the draft', path, error)
      })
    }
    return rebuild(workspace, folder, options).catch((error: unknown) => {
      throw place
        ? renamedIn(error, basename(folder), place.knownAs, [
            { draft: 'baseline', file: files[0], text: draft.baseline },
            { draft: 'seed', file: files[1], text: draft.seed },
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
