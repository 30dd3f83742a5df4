import { DEFAULT_LEDGER, type Ledger } from '../catalog/fragments.ts'
import type { Project } from '../project/project.ts'
import { addScripts } from './package-scripts.ts'
import { changing, type HashedStep } from './step.ts'
import { readText } from './text.ts'

interface Part {
  readonly steps: readonly HashedStep[]
  readonly refusals: readonly string[]
}

const FILE = 'package.json'

/** The scripts that the new workflow goes by. */
function scriptsOf(migrations: string, ledger: Ledger): Readonly<Record<string, string>> {
  const named = ledgerWords(ledger)
  return {
    migrate: `rebaseline migrate --migrations ${word(migrations)}${named}`,
    'db:nuke': 'rebaseline nuke --force',
    'db:rebuild': `rebaseline rebuild --force --migrations ${word(migrations)}${named}`,
    'db:snapshot': `rebaseline snapshot --database-env DATABASE_URL --out ${word(`${migrations}_snapshot`)}${named}`,
  }
}

/** A project whose own migrator names its tables otherwise looks for them there. */
const ledgerWords = (ledger: Ledger): string =>
  (
    [
      ['--migration-table', 'table'],
      ['--migration-lock-table', 'lockTable'],
      ['--migration-table-schema', 'schema'],
    ] as const
  )
    .filter(([, part]) => ledger[part] !== DEFAULT_LEDGER[part])
    .map(([option, part]) => ` ${option} ${word(ledger[part])}`)
    .join('')

/** As a shell reads it, that of Windows too. */
const word = (text: string): string =>
  /^[\w./@+-]+$/.test(text) ? text : `"${text.replace(/["$`\\]/g, '\\$&')}"`

/** Adds the scripts that package.json lacks. */
export async function scriptsStep(
  project: Project,
  migrations: string,
  ledger: Ledger = DEFAULT_LEDGER,
): Promise<Part> {
  const found = await readText(project, FILE)
  if (found.status === 'absent') return { steps: [], refusals: [] }
  if (found.status === 'refused') return refused(found.why)
  const added = addScripts(found.text, scriptsOf(migrations, ledger))
  if (added.status === 'refused') return refused(added.why)
  if (added.status === 'nothing-missing') return { steps: [], refusals: [] }
  const needs = /"rebaseline"\s*:/.test(found.text)
    ? ''
    : '; they call rebaseline, which is not among the dependencies yet'
  const why = `adds the scripts ${added.names.join(', ')}${needs}`
  return { steps: [changing(FILE, found.text, added.text, why)], refusals: [] }
}

const refused = (why: string): Part => ({
  steps: [],
  refusals: [`scripts can't be added to ${FILE}: ${why}; put it right first`],
})
