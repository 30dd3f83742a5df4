import { RebaselineError } from '../errors.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { MigrationsSource, Source } from '../proof/source.ts'
import type { WhileOpen } from '../proof/while-open.ts'
import type { Workspace } from '../proof/workspace.ts'
import { differingLines, differingText, type ComparedTypes } from '../types/compare-types.ts'
import { codegenOf, runCodegen, type CodegenRun } from './codegen.ts'
import type { Beside } from '../workbench/kept-side.ts'
import type { Proof } from '../../shared/overview.ts'
import type { ExitCode } from './command.ts'
import { visible } from './visible.ts'

/** What the project's own kysely-codegen wrote about both sides. */
export type CodegenTypes = { readonly generator: string; readonly leftOut: string | null } & (
  | { readonly outcome: 'identical' | 'different'; readonly differing: ComparedTypes['differing'] }
  | { readonly outcome: 'unknown'; readonly why: string }
)

/** The same source, whose database is shown to kysely-codegen before it is dropped; then the rebuilt one is. */
export interface CodegenProof {
  readonly source: MigrationsSource
  readonly finish: (workspace: Workspace, rebuilt: DatabaseUrl) => Promise<CodegenTypes>
}

/** Prepares it for a folder that is replayed: no generator of a project is let at a live database by us. */
export function codegenProof(source: Source, folder: string): CodegenProof {
  const codegen = codegenOf(folder)
  if (!codegen || source.from !== 'migrations') {
    throw new RebaselineError('codegen-failed', {
      doing: 'compare the types of kysely-codegen',
      happened: codegen
        ? 'it is run on databases that were built from migrations alone'
        : `kysely-codegen is not installed in ${folder}`,
      help: `${codegen ? 'Leave' : 'Install it, and what it needs, or leave'} --codegen (codegen: true in the configuration) out: Rebaseline compares the types that it writes itself.`,
    })
  }
  let old: CodegenRun | undefined
  const whileEnd: WhileOpen = async ({ url }, { runId, signal }) => {
    old = await runCodegen(codegen, url, { runId, signal })
  }
  return {
    source: { ...source, whileEnd },
    async finish({ runId, signal }, database) {
      const about = { generator: `kysely-codegen ${codegen.version}`, leftOut: codegen.leftOut }
      const failed = { status: 'failed', why: 'it was not run' } as const
      const before = old ?? failed
      const after = await runCodegen(codegen, database, { runId, signal })
      if (before.status === 'failed') {
        return { ...about, outcome: 'unknown', why: `on the old side, ${before.why}` }
      }
      if (after.status === 'failed') {
        return { ...about, outcome: 'unknown', why: `on the rebuilt side, ${after.why}` }
      }
      const differing = before.text === after.text ? [] : differingLines(before.text, after.text)
      const outcome = before.text === after.text ? 'identical' : 'different'
      return { ...about, outcome, differing }
    },
  }
}

/** The same as one more proof of a project's run, told to `onTypes` as well. */
export function codegenBeside(
  source: MigrationsSource,
  folder: string,
  onTypes: (types: CodegenTypes) => void,
): Beside {
  const proof = codegenProof(source, folder)
  const finish: Beside['finish'] = async (open, rebuilt) => {
    const types = await proof.finish(open, rebuilt)
    onTypes(types)
    return proofOf(types)
  }
  return { source: proof.source, finish }
}

/** The same as one of the proofs. */
export function proofOf(types: CodegenTypes): Proof {
  const title = `The Kysely types that the project’s own ${types.generator} writes are the same`
  if (types.outcome === 'unknown') return { title, outcome: 'unknown', detail: types.why }
  const without = types.leftOut === null ? '' : `, without ${types.leftOut}`
  const detail = `${types.outcome === 'identical' ? 'identical, byte for byte' : differingText(types.differing)}${without}`
  return { title, outcome: types.outcome === 'identical' ? 'holds' : 'fails', detail }
}

/** What they come to beside a verdict: somebody asked for them. */
export const codegenExit = (types: CodegenTypes | undefined, exit: ExitCode): ExitCode => {
  if (types?.outcome === 'unknown') return 2
  return types?.outcome === 'different' && exit === 0 ? 1 : exit
}

/** One line, and one for each line that differs. */
export function codegenLines(types: CodegenTypes | undefined): string[] {
  if (!types) return []
  const { outcome, generator, leftOut } = types
  const without = leftOut === null ? '' : `, without ${visible(leftOut)}`
  if (types.outcome === 'unknown') {
    return [`Kysely types by ${generator}: could not tell: ${visible(types.why)}`]
  }
  return [
    `Kysely types by ${generator}${without}: ${outcome}`,
    ...types.differing.map(({ side, line }) => `  ${side} only: ${visible(line)}`),
  ]
}
