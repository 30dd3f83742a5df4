import { COMMANDS } from './all.ts'
import type { Command } from './command.ts'
import { OPTIONS, type OptionName } from './options.ts'

/** What can be run. */
export function overview(): string {
  const listed = COMMANDS.filter(({ hidden }) => !hidden)
  return [
    'Usage: rebaseline <command> [options]',
    '',
    ...listed.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`),
    '',
    'rebaseline <command> --help shows its options.',
    'Exit codes: 0 equal or acceptable, 1 different, 2 could not tell.',
  ].join('\n')
}

/** What one command takes. */
export function helpOf(command: Command): string {
  const names: readonly OptionName[] = [...command.options, 'json', 'help']
  return [
    `Usage: rebaseline ${command.name} ${command.arguments ?? ''}`.trimEnd(),
    command.about,
    '',
    ...names.map((name) => {
      const option = OPTIONS[name]
      const value = 'value' in option ? ` ${option.value}` : ''
      return `  ${`--${name}${value}`.padEnd(34)} ${option.help}`
    }),
    '',
    `Example: ${command.example}`,
  ].join('\n')
}
