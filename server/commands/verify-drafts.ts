import { relative } from 'node:path'
import { draftsFolder } from '../drafts/drafts.ts'
import { importedBy } from '../project/imported.ts'
import { hashMigrations } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import { packageManagerOf } from '../project/package-manager.ts'
import { classesOf, readStanding, signedState, type Standing } from '../review/standing.ts'
import { compareTypes } from '../types/compare-types.ts'
import { version } from '../version.ts'
import { ITEM_IDS } from '../../shared/checklist.ts'
import { blocks } from '../../shared/finding.ts'
import { codegenExit, type CodegenTypes } from './codegen-proof.ts'
import type { CommandContext, ExitCode } from './command.ts'
import { conclude } from './conclude.ts'
import { projectWayOf } from './dashboard.ts'
import { plantedExit } from './planted-text.ts'
import { namedProject } from './sources.ts'
import { spoken } from './terminal.ts'
import { visible } from './visible.ts'

/**
 * Proves the drafts of a project, as the dashboard does: they are generated where there are none, and the run is kept
 * as the one that the review and the export go by.
 */
export async function verifyDrafts(context: CommandContext): Promise<ExitCode> {
  const { signal, tell, values } = context
  const project = await namedProject(values)
  let codegen: CodegenTypes | undefined
  const way = await projectWayOf(context, project, null, {
    onCodegen: (types) => (codegen = types),
  })
  const kind = context.values['plant-faults'] === true ? 'plant' : 'prove'
  const compared = await way.compare(kind, { signal, progress: spoken(context) })
  signal.throwIfAborted()
  const number = await way.claimNumber(0)
  await way.keep({ ...compared, number, finishedAt: new Date().toISOString() })
  const types = compareTypes(compared.old.model, compared.rebuilt.model, version())
  const planted = compared.planted ?? undefined
  const more = { types, ...(codegen && { codegen }), ...(planted && { planted }) }
  const verdict = conclude(compared.comparison, context, more)
  const exit = plantedExit(planted, codegenExit(codegen, verdict))
  if (compared.note) tell(compared.note)
  else if (exit !== 2) tell(await nextOf(project))
  return exit
}

/** What is left to do with the run that was just kept. */
async function nextOf(project: Project): Promise<string> {
  const migrationsNow = {
    hash: () => hashMigrations(project),
    imported: () => importedBy(project),
  }
  const standing = await readStanding(project, migrationsNow)
  const { exec } = packageManagerOf(project.folder)
  const drafts = visible(relative(process.cwd(), draftsFolder(project)))
  if (standing.run?.comparison.findings.some(blocks)) {
    return `Next: mend the drafts in ${drafts}, on the page of ${exec('rebaseline', 'ui')} or by hand, and verify again.`
  }
  return [
    `The drafts are in ${drafts}. Next:`,
    ...commandsOf(standing).map((words) => exec('rebaseline', words)),
  ].join('\n  ')
}

function commandsOf(standing: Standing): readonly string[] {
  const open = classesOf(standing).filter(({ state }) => state !== 'current')
  const isSigned = ITEM_IDS.every((item) => signedState(item, standing)?.state === 'current')
  return [
    ...open.map(({ name }) => `ack ${name} --reason TEXT`),
    ...(isSigned ? [] : ['sign --all --note TEXT']),
    'export --plan',
  ]
}
