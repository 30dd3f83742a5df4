import { cp, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { namedRoles } from '../baseline/write.ts'
import { RebaselineError } from '../errors.ts'
import type { RunSettings } from '../history/run-settings.ts'
import { fileError } from '../machine/file-error.ts'
import { truePath } from '../machine/true-path.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { originBeside } from '../proof/database-facts.ts'
import type { Draft } from '../proof/generate.ts'
import type { OldSide } from '../proof/old-side.ts'
import { rebuild, type RebuildOptions, type RebuiltSide } from '../proof/rebuild.ts'
import { inTemporaryFolder } from '../proof/temporary-folder.ts'
import type { Workspace } from '../proof/workspace.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { StandingBaseline } from './standing.ts'

/** How texts are built and compared. */
export type BuildOptions = Pick<RebuildOptions, 'ledger' | 'seed'> & RunSettings

/** A database that was built from a baseline, and what it has otherwise than the live one. */
export interface Proof {
  readonly rebuilt: RebuiltSide
  readonly comparison: Comparison
}

/** Builds what stands in the folder, and compares it with the live database. */
export const proveStanding = (
  workspace: Workspace,
  old: OldSide,
  { folder }: StandingBaseline,
  options: BuildOptions,
): Promise<Proof> => proveFolder(workspace, old, folder, options)

/** The same of texts that are not there yet. */
export const proveTexts = (
  workspace: Workspace,
  old: OldSide,
  standing: StandingBaseline,
  draft: Draft,
  options: BuildOptions,
): Promise<Proof> => {
  const isBeside = needsItsPlace(draft.baseline) || needsItsPlace(draft.seed)
  return inTemporaryFolder(
    async (folder) => {
      if (isBeside) await link(standing, folder)
      const files = [draft.baseline, draft.seed].map(
        (text, index) =>
          [join(folder, `${standing.names[index] ?? ''}${standing.form.extension}`), text] as const,
      )
      for (const [path, text] of files) {
        await writeFile(path, text).catch((error: unknown) => {
          throw fileError('write the merged text', path, error)
        })
      }
      return proveFolder(workspace, old, folder, { ...options, title: 'the merged text' })
    },
    // Beside the folder itself, so that what it imports is found.
    isBeside ? dirname(truePath(standing.folder)) : undefined,
  )
}

/** What only Kysely is needed for runs anywhere. */
export const needsItsPlace = (text: string): boolean =>
  [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`]*)\1/g)].some(
    ([, , name]) => name !== 'kysely',
  )

async function link({ folder, others }: StandingBaseline, to: string): Promise<void> {
  for (const name of others) {
    const from = join(truePath(folder), name)
    await symlink(from, join(to, name)).catch(() =>
      cp(from, join(to, name), { recursive: true }).catch((error: unknown) => {
        throw fileError('copy what the baseline imports', from, error)
      }),
    )
  }
}

async function proveFolder(
  workspace: Workspace,
  old: OldSide,
  folder: string,
  options: BuildOptions & Pick<RebuildOptions, 'title'>,
): Promise<Proof> {
  const named = namedRoles(old.model)
  const roles = { named, before: named }
  const rebuilt = await rebuild(workspace, folder, { ...options, roles })
  try {
    workspace.progress('Comparing the live database with it')
    const comparison = await compareSides(workspace, old, rebuilt, {
      ...options,
      volatile: old.volatile,
      volatileRows: old.volatileRows,
      roles: { old: old.roles, rebuilt: rebuilt.roles },
      databases: originBeside(old),
    })
    return { rebuilt, comparison }
  } finally {
    await rebuilt.database.drop()
  }
}

/** What says that a text does not run; anything else says nothing about it. */
export const isNotRunning = (error: unknown): error is RebaselineError =>
  error instanceof RebaselineError && NOT_RUNNING.has(error.code)

const NOT_RUNNING: ReadonlySet<string> = new Set([
  'migration-failed',
  'migration-not-loaded',
  'migration-ended-process',
  'migration-never-ends',
  'migrations-not-started',
])
