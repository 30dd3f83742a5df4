import { SCRATCH_OPTIONS, type Command } from './command.ts'

/** Opens the dashboard: for a project with migrations, or for two existing databases. */
export const uiCommand: Command = {
  name: 'ui',
  positionals: [],
  about: 'Open the dashboard for a project, or for two existing databases (the default).',
  example: 'rebaseline ui --migrations migrations',
  options: [
    'migrations',
    'seed',
    'baseline',
    'notes',
    'old',
    'rebuilt',
    'port',
    'no-open',
    ...SCRATCH_OPTIONS,
  ],
  async run(context) {
    const { openDashboard } = await import('./dashboard.ts')
    return openDashboard(context)
  },
}
