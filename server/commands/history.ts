import { openOldSide } from '../proof/old-side.ts'
import { inWorkspace } from '../proof/workspace.ts'
import { SCRATCH_OPTIONS, type Command } from './command.ts'
import { categoriesOf, categoryTable, type CategoryTable } from '../../shared/categories.ts'
import { chosenNames } from '../configuration/chosen-names.ts'
import { findProject } from '../project/project.ts'
import { jsonText } from './conclude.ts'
import { historyText } from './history-text.ts'
import { lookAt, proofOptionsOf, replayedOf, workspaceOptionsOf } from './sources.ts'

/** Tells what each migration of a folder really did, and what is to be known of the folder. */
export const historyCommand: Command = {
  name: 'history',
  positionals: [],
  about: 'Replay a folder of migrations, and tell what each of them really did.',
  example: 'rebaseline history --migrations migrations',
  guesses: true,
  options: ['migrations', 'provider', ...SCRATCH_OPTIONS],
  exits: 'Exit codes: 0 told, 2 could not.',
  async run(context) {
    const source = replayedOf(context.values)
    await lookAt(source, context)
    const { ledger } = proofOptionsOf(context.values, [source])
    const workspace = await workspaceOptionsOf(context, [source])
    const { history, did } = await inWorkspace(workspace, (open) =>
      openOldSide(open, { ...source, effects: 'told', trials: 'made' }, ledger, 'all'),
    )
    if (!history) throw new Error('what a replay did was asked for, and is not there')
    const chosen = chosenNames(findProject(source.folder).folder, 'categories')
    const table = categoryTable(categoriesOf(history), chosen)
    context.print(
      context.json
        ? jsonText({ ...history, ...forPrograms(table) })
        : historyText(history, did, table),
    )
    return 0
  },
}

/** Migrations by the title of their category. */
const forPrograms = ({ categories, notes }: CategoryTable) => ({
  categories: Object.fromEntries(categories.map(({ title, migrations }) => [title, migrations])),
  categoryNotes: notes,
})
