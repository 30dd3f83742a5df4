import { COMMON_OPTIONS, OPTIONS, type OptionName } from '../commands/options.ts'
import type { Command } from '../commands/command.ts'
import { EXITS, listedCommands, usageLine } from '../commands/help.ts'
import { tableOf } from './markdown-table.ts'

/** `docs/commands.md`: every command and option, from the tables that `--help` reads. */
export const commandsPage = (): string =>
  [
    '# Commands',
    GENERATED,
    INTRODUCTION,
    tableOf(
      ['command', 'does'],
      listedCommands().map(({ name, about }) => [`[\`${name}\`](#${name})`, about]),
    ),
    ENVIRONMENT,
    ...listedCommands().flatMap(sectionOf),
    '',
  ].join('\n\n')

const GENERATED =
  '<!-- Written by `npm run docs` from server/commands: what is changed here by hand is lost. -->'

const INTRODUCTION = `Where the package is installed a command is \`npx rebaseline <command>\`, in this repository
\`npm run -s rebaseline -- <command>\`; without a command it is \`ui\`. Every command takes \`--json\` (one document on stdout) and
\`--help\`, which says what stands here. ${EXITS}

What a line leaves open is taken from \`rebaseline.config.ts\`, which \`init\` writes, and the only folder of migrations that a project
shows is taken and told; where there are several or none, the dashboard asks in its page, and \`init\` in the terminal. Packages of a
workspace are looked into. The configuration is read, never run.`

const ENVIRONMENT = `## Environment

\`REBASELINE_SERVER_URL\` and \`REBASELINE_POSTGRES\` say the same as \`--server\` and \`--postgres\`, which go before them.
\`REBASELINE_CACHE\` names the folder in which fetched Postgres binaries stay; with \`REBASELINE_DEBUG=1\` a defect shows its stack.`

function sectionOf(command: Command): string[] {
  const names: readonly OptionName[] = [...command.options, ...COMMON_OPTIONS]
  return [
    `## ${command.name}`,
    command.about,
    ...(command.notRun === undefined ? [] : [`<!-- not run: ${command.notRun} -->`]),
    fenced(command.example),
    `\`${usageLine(command)}\``,
    tableOf(
      ['option', 'means'],
      names.map((name) => [
        `\`${spelled(name, command)}\``,
        command.words?.[name] ?? OPTIONS[name].help,
      ]),
    ),
    command.exits ?? EXITS,
  ]
}

function spelled(name: OptionName, { values }: Command): string {
  const option = OPTIONS[name]
  return 'value' in option ? `--${name} ${values?.[name] ?? option.value}` : `--${name}`
}

const fenced = (example: string): string => `\`\`\`sh\nnpx ${example}\n\`\`\``
