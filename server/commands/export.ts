import { existsSync } from 'node:fs'
import { undo, type Undone } from '../export/apply.ts'
import { readJournal } from '../export/journal.ts'
import type { ExportRequest } from '../export/request.ts'
import { usageError } from '../config.ts'
import { findProject } from '../project/project.ts'
import { version } from '../version.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import { squashLineText } from '../../shared/line.ts'
import { momentText } from '../../shared/moment-text.ts'
import { counted } from '../../shared/report.ts'
import { OF_PROJECT, type Command, type CommandContext, type ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { text } from './options.ts'
import { homeAndMore, namedFolders } from './sources.ts'
import { visible } from './visible.ts'

/** Writes the approved baseline into the project and archives what it replaces. */
export const exportCommand: Command = {
  name: 'export',
  positionals: [],
  about: 'Write the approved baseline into the project and archive the old migrations.',
  example: 'rebaseline export --plan --migrations migrations --notes CONTRIBUTING.md',
  guesses: true,
  options: ['migrations', 'notes', 'start-up', 'plan', 'undo'],
  words: { migrations: OF_PROJECT },
  recovers: ({ plan, undo: back }) => plan !== true && back !== true,
  exits: 'Exit codes: 0 done (or allowed, with --plan), 1 refused, 2 could not.',
  async run(context) {
    const { values } = context
    const [home, more] = homeAndMore(namedFolders(values))
    // What was exported stands in the first; the others may be gone.
    const isBack = values.undo === true
    const project = findProject(home, isBack ? more.filter((each) => existsSync(each)) : more)
    if (isBack) {
      const other = (['plan', 'notes', 'start-up'] as const).find(
        (name) => values[name] !== undefined,
      )
      if (other) throw usageError(`--${other} means nothing with --undo`, WITH_UNDO[other])
      return takeBack(await undo(project), context)
    }
    const { ProjectReview } = await import('../review/review.ts')
    const startUp = text(values, 'start-up')
    const request = {
      project,
      gate: new ProjectReview(project, async () => null),
      notes: text(values, 'notes') ?? null,
      ...(startUp !== undefined && { startUp }),
      version: version(),
    }
    return planned(request, context)
  },
}

async function exportedAlready({ project }: ExportRequest): Promise<string> {
  const journal = await readJournal(project)
  return `It was exported already${journal ? `, on ${momentText(journal.startedAt)}` : ''}.`
}

const WITH_UNDO = {
  plan: 'Leave --plan out to take the export back: what it wrote is known from its journal.',
  notes:
    'Leave --notes out: what the export wrote into the notes is known from its journal, and is taken back with the rest.',
  'start-up':
    'Leave --start-up out: that the export wrote that file is known from its journal, and it is taken back with the rest.',
} as const

async function planned(request: ExportRequest, context: CommandContext): Promise<ExitCode> {
  const { values, json, print } = context
  const { applyExport, planExport } = await import('../export/export.ts')
  const plan = await planExport(request)
  const isRefused = plan.refusals.length > 0
  if (values.plan === true || isRefused) {
    print(json ? jsonText(plan) : planText(plan))
    return isRefused ? 1 : 0
  }
  const done = plan.applied ? { ...plan, by: 'another' } : await applyExport(request, plan.hash)
  const { commands, undo: back, by } = done
  print(
    json
      ? jsonText({ ...plan, applied: true })
      : [
          by === 'another' ? await exportedAlready(request) : summary(plan),
          '',
          ...(plan.line ? [visible(squashLineText(plan.line)), ''] : []),
          ...warned(plan.warnings),
          ...instructions(commands, back),
        ].join('\n'),
  )
  return 0
}

function takeBack({ steps, later }: Undone, { json, print }: CommandContext): ExitCode {
  const but = later.length === 0 ? 'Everything' : 'All that it wrote and moved'
  const said = `Taken back: ${counted(steps.length, 'step')}. ${but} is as it was before the export.`
  const told = [said, ...later.map((each) => visible(`  ! ${each}`))].join('\n')
  print(json ? jsonText({ undone: steps.length, later }) : told)
  return 0
}

const WORDS = { write: 'write', change: 'change', move: 'move' } as const

/** A plan as people read it in a terminal; `--json` has every text in full. */
function planText({
  refusals,
  warnings,
  steps,
  commands,
  undo: back,
  applied,
  interrupted,
  line,
}: ExportPlan): string {
  if (interrupted)
    return refusals.map((reason) => visible(`Nothing can be planned: ${reason}.`)).join('\n')
  const lines = steps.map(({ action, path, to, why }) =>
    visible(`  ${WORDS[action].padEnd(6)} ${path}${to === null ? '' : ` → ${to}`} (${why})`),
  )
  if (applied) return ['It was exported already:', ...lines].join('\n')
  return [
    ...(lines.length > 0 ? ['The export would:', ...lines, ''] : []),
    ...(line ? [visible(squashLineText(line)), ''] : []),
    ...warned(warnings),
    ...(refusals.length === 0
      ? ['It is allowed.', '', ...instructions(commands, back)]
      : [
          `It is refused, for ${counted(refusals.length, 'reason')}:`,
          ...refusals.map((reason) => visible(`  - ${reason}`)),
        ]),
  ].join('\n')
}

const warned = (warnings: readonly string[]): readonly string[] =>
  warnings.length === 0
    ? []
    : ['Look at this first:', ...warnings.map((warning) => visible(`  ! ${warning}`)), '']

function summary({ steps }: ExportPlan): string {
  const count = (wanted: string): number => steps.filter(({ action }) => action === wanted).length
  return `Exported: ${counted(count('write'), 'file')} written, ${count('change')} changed, ${count('move')} moved to the archive.`
}

const instructions = (commands: readonly string[], back: readonly string[]): readonly string[] => [
  ...(commands.length === 0
    ? ['Git does not keep this project here: there is nothing to commit.']
    : ['To look at it and commit it:', ...commands.map((command) => `  ${visible(command)}`)]),
  'To take it back:',
  ...back.map((command) => `  ${visible(command)}`),
]
