import { createInterface } from 'node:readline/promises'
import { refusalLines, runStamp, type StampResult } from '../deployments/stamp.ts'
import { RebaselineError } from '../errors.ts'
import { shellWord } from '../machine/shell-word.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { counted } from '../../shared/report.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { OF_PROJECT, type Command, type CommandContext, type ExitCode } from './command.ts'
import { jsonText } from './conclude.ts'
import { stampPlanOf } from './exported-plan.ts'
import { required } from './options.ts'
import { askedText, shownTarget, TARGET_OPTIONS, targetOf } from './target.ts'
import { visible, visibleLines } from './visible.ts'

/** One of the two commands that change the ledger of a deployment. */
interface Stamping {
  readonly name: 'stamp' | 'unstamp'
  readonly about: string
  /** The statement that does it. */
  readonly block: (plan: StampPlan) => string
  /** What it would do, for whoever is asked whether it may. */
  readonly told: (plan: StampPlan) => string
  /** What was there to do already. */
  readonly already: string
}

/** Makes the command of one. */
export const stampingCommand = (stamping: Stamping): Command => ({
  name: stamping.name,
  positionals: [],
  about: stamping.about,
  example: `rebaseline ${stamping.name} --migrations migrations --database-env DATABASE_URL --yes`,
  guesses: true,
  options: ['migrations', ...TARGET_OPTIONS, 'yes'],
  words: {
    migrations: `${OF_PROJECT}, beside whose archive the export wrote how`,
    database: 'the deployment whose ledger is changed',
    yes: 'ask for no confirmation',
  },
  exits: `Exit codes: 0 done, or done already; 1 refused, and nothing was changed; 2 could not.`,
  async run(context) {
    const { values, json, print, tell } = context
    const plan = await stampPlanOf(required(values, 'migrations'))
    const url = targetOf(values)
    tell(visible(`The deployment ${shownTarget(url)}`))
    tell(visibleLines(stamping.told(plan)))
    await confirmed(stamping.name, url, context)
    const result = await runStamp(url, stamping.block(plan))
    print(
      json
        ? jsonText({ database: url.database, ...result })
        : visibleLines(textOf(result, stamping.already)),
    )
    return exitOf(result)
  },
})

const exitOf = ({ did }: StampResult): ExitCode => (did === 'refused' ? 1 : 0)

/** What is typed to confirm it: neither a name that many servers have, nor a server with many databases. */
const confirmationOf = ({ host, database }: DatabaseUrl): string => `${host}/${database}`

async function confirmed(
  name: Stamping['name'],
  url: DatabaseUrl,
  { values, signal }: CommandContext,
): Promise<void> {
  if (values.yes === true) return
  const doing = `${name} the deployment ${shownTarget(url)}`
  const wanted = confirmationOf(url)
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new RebaselineError('not-confirmed', { doing, happened: 'nobody can be asked here' })
  }
  const typed = await askedText(
    createInterface({ input: process.stdin, output: process.stderr }),
    signal,
    { question: `Type ${visible(wanted)} to do it: `, doing, help: 'Nothing has been changed.' },
  )
  if (typed === wanted) return
  throw new RebaselineError('not-confirmed', {
    doing,
    happened: `what was typed is ${shellWord(typed)}, not ${shellWord(wanted)}`,
  })
}

function textOf(result: StampResult, already: string): string {
  switch (result.did) {
    case 'stamped': {
      const { replaced, backup, ignored } = result
      return [
        `Stamped: the baseline is marked as run in place of ${counted(replaced, 'migration')}, whose rows are kept in ${backup}.`,
        ...(ignored.length === 0
          ? []
          : ['Ignored, since no migration makes it or it is not compared:']),
        ...ignored.map((each) => `  ${each}`),
        'Deploy the new folder now: code with the old one refuses to migrate from here on. `rebaseline unstamp` takes it back.',
      ].join('\n')
    }
    case 'unstamped':
      return 'Unstamped: the ledger holds its rows from before the stamp again. Code with the new folder refuses to migrate from here on.'
    case 'already':
      return already
    case 'refused':
      return `Refused, and nothing was changed: ${refusalLines(result).join('\n')}`
  }
}
