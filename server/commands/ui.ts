import { SCRATCH_OPTIONS, type Command } from './command.ts'

/** Opens the dashboard: for a project with migrations, or for two existing databases. */
export const uiCommand: Command = {
  name: 'ui',
  positionals: [],
  about: 'Open the dashboard for a project, or for two existing databases (the default).',
  example: 'rebaseline ui --migrations migrations',
  guesses: true,
  asks: true,
  options: [
    'migrations',
    'provider',
    'squash-to',
    'seed',
    'seed-except',
    'baseline',
    'database-env',
    'notes',
    'codegen',
    'origins',
    'sections',
    'old',
    'rebuilt',
    'port',
    'no-open',
    ...SCRATCH_OPTIONS,
  ],
  words: {
    baseline: 'what the drafts begin with, instead of what is generated',
    'database-env': 'variable with the URL of the live database that Deployments looks at',
  },
  exits: 'Exit codes: 0 ended, 2 could not begin.',
  async run(context) {
    const { openDashboard } = await import('./dashboard.ts')
    return openDashboard(context, this)
  },
}
