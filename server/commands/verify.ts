import { usageError } from '../config.ts'
import { askOld } from '../proof/behaviour.ts'
import { openOldSide } from '../proof/old-side.ts'
import { testTheTest } from '../proof/test-of-the-test.ts'
import { verify } from '../proof/verify.ts'
import { withLater } from '../team/old-with-later.ts'
import type { Source } from '../proof/source.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { compareTypes } from '../types/compare-types.ts'
import { version } from '../version.ts'
import { summarize } from '../../shared/report.ts'
import { baselineOf } from './baseline-folder.ts'
import {
  OLD_OPTIONS,
  SCRATCH_OPTIONS,
  type Command,
  type CommandContext,
  type ExitCode,
} from './command.ts'
import { codegenExit, codegenProof } from './codegen-proof.ts'
import { conclude } from './conclude.ts'
import { text } from './options.ts'
import {
  lookAt,
  oldSourceOf,
  projectFolderOf,
  proofOptionsOf,
  upToKeptLine,
  workspaceOptionsOf,
} from './sources.ts'
import { plantedExit } from './planted-text.ts'
import { errorText } from './terminal.ts'
import { runThen, type ThenOutcome } from './then.ts'

/** Rebuilds a database from a baseline alone and compares it with the old one. */
export const verifyCommand: Command = {
  name: 'verify',
  positionals: [],
  about: 'Rebuild a database from the baseline alone and compare it with the old one.',
  example: 'rebaseline verify --migrations migrations --baseline baseline --then "npm test"',
  guesses: true,
  options: [
    ...OLD_OPTIONS,
    'squash-to',
    'baseline',
    'then',
    'codegen',
    'origins',
    'sections',
    'plant-faults',
    'summary',
    ...SCRATCH_OPTIONS,
  ],
  words: {
    baseline: "folder of the baseline to verify, instead of the project's drafts",
    'time-limit': 'for each migration, and for the command after --then; 300 unless told',
  },
  async run(context) {
    const { values, progress } = context
    const said = oldSourceOf(values)
    if (text(values, 'baseline') === undefined) {
      // The run says itself by which line it goes.
      const source = await upToKeptLine(said, { given: context.given, tell: () => {} })
      return ofDrafts(await lookAt(source, context), context)
    }
    const written = (['origins', 'sections'] as const).find((name) => context.given[name])
    if (written) {
      throw usageError(
        `--${written} is about what is generated, and --baseline names what is there`,
        'Leave one of the two out: without --baseline the drafts are generated and verified.',
      )
    }
    const named = await lookAt(await upToKeptLine(said, context), context)
    const baseline = await baselineOf(context)
    const { source: whole, told } = await withLater(named, baseline)
    if (told !== null) context.tell(told)
    const proof = values.codegen === true ? codegenProof(whole, projectFolderOf(whole)) : undefined
    const options = proofOptionsOf(values, [whole])
    const isTested = values['plant-faults'] === true
    const asked = isTested ? askOld(proof?.source ?? whole, options.ledger, progress) : null
    const source = asked?.source ?? proof?.source ?? whole
    const command = text(values, 'then')
    const workspace = await workspaceOptionsOf(context, [source])
    const { comparison, types, codegen, planted, then } = await inWorkspace(
      workspace,
      async (open) => {
        const old = await openOldSide(open, source, options.ledger, options.seed)
        const verified = await verify(open, old, baseline, options)
        const { rebuilt, end, rules } = verified
        // Types and commands of a project are for what its newest migration leaves.
        const newest = (end ?? rebuilt).database.url
        const types = compareTypes(old.model, rebuilt.model, version())
        const codegen = await proof?.finish(open, newest)
        const isUnknown = summarize(verified.comparison).verdict === 'unknown'
        const { planted, comparison } =
          isTested && !isUnknown
            ? await testTheTest(open, { old, rebuilt }, rules, verified.comparison, asked)
            : { planted: undefined, comparison: verified.comparison }
        if (command === undefined || isUnknown) return { comparison, types, codegen, planted }
        progress('Running the command after --then on the rebuilt database')
        const folder = projectFolderOf(source)
        const then = await runThen(command, folder, newest, open, {
          ...options,
          mask: context.mask,
          relay: context.relay,
        })
        return { comparison, types, codegen, planted, then }
      },
    )
    const compared = conclude(comparison, context, {
      ...documentOf(then),
      types,
      ...(codegen && { codegen }),
      ...(planted && { planted }),
    })
    const exit = plantedExit(planted, codegenExit(codegen, compared))
    if (then?.status !== 'failed') return exit
    context.tell(errorText(then))
    return isUnsure(then) ? 2 : exit === 0 ? 1 : exit
  },
}

/** Without a baseline the project's own drafts are meant: only a folder of migrations has such. */
async function ofDrafts(source: Source, context: CommandContext): Promise<ExitCode> {
  if (source.from !== 'migrations') {
    throw usageError('--baseline is missing', 'Only a project with migrations keeps drafts.')
  }
  if (context.values.then !== undefined) {
    throw usageError(
      '--then goes with --baseline',
      'Name the folder of the drafts: --baseline .rebaseline/drafts.',
    )
  }
  const { verifyDrafts } = await import('./verify-drafts.ts')
  return verifyDrafts(context)
}

/** Where nothing shows whether the server is as it was, that is what the run ends with. */
const isUnsure = (then: ThenOutcome): boolean =>
  then.status === 'failed' && then.code === 'server-wide'

function documentOf(then: ThenOutcome | undefined): Readonly<Record<string, unknown>> {
  if (then === undefined) return {}
  if (then.status === 'passed' || !isUnsure(then)) return { then }
  const { status: _, ...error } = then
  return { error, then }
}
