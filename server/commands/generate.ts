import { resolve } from 'node:path'
import { usageError } from '../config.ts'
import { RebaselineError } from '../errors.ts'
import { truePath } from '../machine/true-path.ts'
import { formOfSource, generate, type Generated } from '../proof/generate.ts'
import { openOldSide } from '../proof/old-side.ts'
import { lookAtFolder } from '../proof/save.ts'
import type { Source } from '../proof/source.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { findProject } from '../project/project.ts'
import { archivedNames } from '../team/exported-line.ts'
import { compareTypes, type ComparedTypes } from '../types/compare-types.ts'
import { version } from '../version.ts'
import { summarize } from '../../shared/report.ts'
import { OLD_OPTIONS, SCRATCH_OPTIONS } from './command.ts'
import type { Command, CommandContext, ExitCode } from './command.ts'
import { conclude, jsonText, typesLines } from './conclude.ts'
import { required, type Values } from './options.ts'
import { tellPipeline } from './pipeline.ts'
import { comparisonText, filesText } from './print.ts'
import { sectionsIn } from './sections.ts'
import { lookAt, oldSourceOf, proofOptionsOf, upToKeptLine, workspaceOptionsOf } from './sources.ts'
import { errorText } from './terminal.ts'

/** Writes baseline and seed, and proves that they build the old database again. */
export const generateCommand: Command = {
  name: 'generate',
  positionals: [],
  about: 'Write the baseline and the seed migration of an old folder or a live database.',
  example: 'rebaseline generate --migrations migrations --out baseline',
  guesses: true,
  options: [
    ...OLD_OPTIONS,
    'squash-to',
    'out',
    'origins',
    'sections',
    'summary',
    ...SCRATCH_OPTIONS,
  ],
  exits: 'Exit codes: 0 written, and proven to be equal or acceptable, 2 it is not, or could not.',
  async run(context) {
    const named = oldSourceOf(context.values)
    const out = outOf(context.values, named)
    const options = proofOptionsOf(context.values, [named])
    const looked = await lookAt(await upToKeptLine(named, context), context)
    const source = lookedAt(looked, context.values)
    const archived =
      source.from === 'migrations' && !source.provider
        ? await archivedNames(findProject(source.folder))
        : []
    await lookAtFolder(out)
    const workspace = await workspaceOptionsOf(context, [source])
    const { files, comparison, types } = await inWorkspace(workspace, async (open) => {
      const old = await openOldSide(open, source, options.ledger, options.seed)
      const form = { ...(await formOfSource(source)), ...sectionsIn(context.values, process.cwd()) }
      const made = await generate(open, old, { ...options, out, form, archived })
      return { ...made, types: compareTypes(old.model, made.rebuilt.model, version()) }
    })
    return finish({ files, comparison, types }, context)
  },
}

function finish(
  {
    files,
    comparison,
    types,
  }: Pick<Generated, 'files' | 'comparison'> & { readonly types: ComparedTypes },
  context: CommandContext,
): ExitCode {
  const { json, print, tell } = context
  const { verdict, headline } = summarize(comparison)
  if (!json) print(filesText(files))
  if (verdict !== 'different') return conclude(comparison, context, { files, types })
  const error = new RebaselineError('baseline-incomplete', {
    doing: 'write a baseline that builds the old database again',
    happened: headline,
    help: 'The files stay: look at the findings above, mend the files by hand, then run verify.',
  })
  tellPipeline({ ...comparison, verdict }, context, undefined, { types })
  print(
    json
      ? jsonText({ error, files, types, ...comparison, verdict })
      : [comparisonText(comparison), ...typesLines(types)].join('\n'),
  )
  tell(errorText(error))
  return 2
}

/** Which migrations made what is told of a replay that is looked at. */
function lookedAt(source: Source, { origins, sections }: Values): Source {
  if (source.from === 'migrations')
    return origins === true || sections === 'domains' ? { ...source, effects: 'told' } : source
  if (origins !== true) return source
  throw usageError(
    '--origins names migrations, and the old side is not built by any',
    'Name their folder with --migrations, or leave --origins out.',
  )
}

/** The old migrations' own folder, by whatever link it is named, would be no baseline afterwards. */
function outOf(values: Values, source: Source): string {
  const out = resolve(required(values, 'out'))
  if (source.from !== 'migrations' || source.provider) return out
  const own = [source.folder, ...(source.more ?? [])].map(truePath)
  if (!own.includes(truePath(out))) return out
  throw usageError(
    '--out is the folder of the old migrations',
    'Name a folder of its own: the baseline has to be built without the old files.',
  )
}
