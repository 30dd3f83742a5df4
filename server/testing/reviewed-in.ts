import { join } from 'node:path'
import { beginDrafts, readDrafts, saveDraft } from '../drafts/drafts.ts'
import { importedBy } from '../project/imported.ts'
import { hashText, inputsOf } from '../project/inputs.ts'
import { writeLastRun, type RunRecord } from '../project/last-run.ts'
import { findProject, type Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import { evidenceOf, type RulesUsed } from '../review/evidence.ts'
import type { DraftName } from '../../shared/draft.ts'
import { RULES } from './small-run.ts'

/** A project with drafts, and runs that are kept as if they had been made. */
export interface ReviewedProject {
  readonly project: Project
  keep(run: ComparedRun, number: number, rules?: RulesUsed): Promise<RunRecord>
  edit(name: DraftName, text: string): Promise<void>
}

/** Begins the drafts of the project in a folder, whose migrations stand in `migrations`. */
export async function reviewedIn(
  folder: string,
  texts: Readonly<Record<DraftName, string>> = { baseline: 'baseline', seed: 'seed' },
): Promise<ReviewedProject> {
  const project = findProject(join(folder, 'migrations'))
  await beginDrafts(project, { baseline: '001_baseline', seed: '002_seed' }, texts)
  return {
    project,
    async keep(run, number, rules = RULES) {
      const drafts = await readDrafts(project)
      const circumstances = { ...(drafts?.texts ?? texts), rules: {}, major: 18 }
      const inputs = await inputsOf(project, circumstances)
      const imported = await importedBy(project)
      const record = {
        ...run,
        number,
        inputs,
        revision: drafts?.record.revision ?? 0,
        did: {
          '001_a': 'creates table public.users',
          '002_addEmail': 'alters table public.users; writes 2 rows of public."a|b"',
        },
        evidence: evidenceOf({ ...run, inputs }, rules),
      }
      const { finishedAt, line, revision, sides, proofs, comparison, did, evidence } = record
      const told = { proofs, comparison, did, evidence }
      const kept: unknown = {
        number,
        finishedAt,
        inputs,
        imported,
        revision,
        sides,
        ...(line && { line }),
        ...told,
      }
      await writeLastRun(project, structuredClone(kept) as RunRecord)
      return kept as RunRecord
    },
    async edit(name, text) {
      const drafts = await readDrafts(project)
      await saveDraft(project, name, { text, version: hashText(drafts?.texts[name] ?? '') })
    },
  }
}
