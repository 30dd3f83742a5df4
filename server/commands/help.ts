import { COMMANDS } from './all.ts'
import type { Command } from './command.ts'
import { COMMON_OPTIONS, OPTIONS, type OptionName } from './options.ts'

/** What the exit codes of a command that compares mean. */
export const EXITS = 'Exit codes: 0 equal or acceptable, 1 different, 2 could not tell.'

/** The commands that people are told of. */
export const listedCommands = (): readonly Command[] => COMMANDS.filter(({ hidden }) => !hidden)

/** What can be run. */
export const overview = (): string =>
  [
    'Usage: rebaseline COMMAND [options]',
    '',
    ...listedCommands().map(({ name, about }) => `  ${name.padEnd(10)} ${about}`),
    '',
    'rebaseline COMMAND --help shows its options, rebaseline --version what this is.',
    EXITS,
  ].join('\n')

/** `rebaseline ack CLASS [options]` */
export const usageLine = ({ name, positionals }: Command): string =>
  ['rebaseline', name, ...positionals, '[options]'].join(' ')

/** What one command takes. */
export function helpOf(command: Command): string {
  const names: readonly OptionName[] = [...command.options, ...COMMON_OPTIONS]
  return [
    `Usage: ${usageLine(command)}`,
    command.about,
    '',
    ...names.map((name) => {
      const option = OPTIONS[name]
      const value = 'value' in option ? ` ${command.values?.[name] ?? option.value}` : ''
      return `  ${`--${name}${value}`.padEnd(34)} ${command.words?.[name] ?? option.help}`
    }),
    '',
    `Example: ${command.example}`,
    command.exits ?? EXITS,
  ].join('\n')
}
