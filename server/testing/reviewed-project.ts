import { join } from 'node:path'
import { beginDrafts, readDrafts, saveDraft } from '../drafts/drafts.ts'
import { projectFolder } from '../history/fixtures/project-folder.ts'
import { hashText, inputsOf } from '../project/inputs.ts'
import { writeLastRun, type RunRecord } from '../project/last-run.ts'
import { findProject, type Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import { evidenceOf, type RulesUsed } from '../review/evidence.ts'
import type { DraftName } from '../../shared/draft.ts'
import { verdictOf, type Finding } from '../../shared/finding.ts'
import type { Kind } from '../../shared/kinds.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { modelOf, runOf, tableObject } from './compared-run.ts'

export const RULES: RulesUsed = {
  seed: 'all',
  ledger: { table: 'kysely_migration' },
  volatile: new Map(),
}

/** A part of a table, with these attributes. */
export function partOf(
  table: CatalogObject,
  kind: Kind,
  [type, name]: readonly [string, string],
  attributes: Readonly<Record<string, AttributeValue>>,
): CatalogObject {
  const address = { type, names: [...table.address.names, name], args: [] }
  return {
    kind,
    key: keyOf(address),
    address,
    parent: table.key,
    attributes,
    dependsOn: [table.key],
    references: [],
  }
}

/** A table with a column and an index of these attributes. */
export function smallSchema(
  index: Readonly<Record<string, AttributeValue>> = {},
  column: Readonly<Record<string, AttributeValue>> = {},
): CatalogObject[] {
  const users = tableObject('users')
  const email = partOf(users, 'column', ['table column', 'email'], {
    position: 1,
    type: 'text',
    ...column,
  })
  const byEmail = partOf(users, 'index', ['index', 'users_email_idx'], { unique: true, ...index })
  return [users, email, byEmail]
}

/** A run that compared these objects of both sides. */
export const smallRun = (
  rebuilt: readonly CatalogObject[] = smallSchema(),
  findings: readonly Finding[] = [],
  old: readonly CatalogObject[] = smallSchema(),
): ComparedRun => {
  const run = runOf(modelOf(old), modelOf(rebuilt), findings)
  return { ...run, comparison: { ...run.comparison, verdict: verdictOf(findings) } }
}

/** A difference of that class about the column of the small schema. */
export const finding = (told: Partial<Finding> = {}): Finding => ({
  class: 'comment',
  kind: 'comment',
  address: { type: 'comment on table', names: ['public', 'users'], args: [] },
  change: 'changed',
  attributes: [{ name: 'text', old: 'People', rebuilt: 'people' }],
  ...told,
})

/** A project with drafts, and runs that are kept as if they had been made. */
export interface ReviewedProject {
  readonly project: Project
  keep(run: ComparedRun, number: number, rules?: RulesUsed): Promise<RunRecord>
  edit(name: DraftName, text: string): Promise<void>
}

export async function reviewedProject(
  files: Readonly<Record<string, string>> = { 'package.json': '{}', 'migrations/001_a.ts': 'a' },
  texts: Readonly<Record<DraftName, string>> = { baseline: 'baseline', seed: 'seed' },
): Promise<ReviewedProject> {
  const folder = projectFolder(files)
  const project = findProject(join(folder, 'migrations'))
  await beginDrafts(project, { baseline: '001_baseline', seed: '002_seed' }, texts)
  return {
    project,
    async keep(run, number, rules = RULES) {
      const drafts = await readDrafts(project)
      const circumstances = { ...(drafts?.texts ?? texts), rules: {}, major: 18 }
      const inputs = await inputsOf(project, circumstances)
      const record = {
        ...run,
        number,
        inputs,
        revision: drafts?.record.revision ?? 0,
        evidence: evidenceOf({ ...run, inputs }, rules),
      }
      const { finishedAt, revision, sides, proofs, comparison, evidence } = record
      const kept = { number, finishedAt, inputs, revision, sides, proofs, comparison, evidence }
      await writeLastRun(project, structuredClone(kept) as RunRecord)
      return kept as RunRecord
    },
    async edit(name, text) {
      const drafts = await readDrafts(project)
      await saveDraft(project, name, { text, version: hashText(drafts?.texts[name] ?? '') })
    },
  }
}
