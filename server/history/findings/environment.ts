import type { HistoryFinding, MigrationHistory } from '../../../shared/history.ts'
import { keyOf, type Address } from '../../../shared/model.ts'
import { sentAddress } from '../../../shared/object.ts'
import { lineageOf } from '../lineage.ts'
import { isSkipped } from '../no-effect.ts'
import { spokenIn } from './spoken.ts'

const EXTENSIONS = /\bpg_(?:extension|available_extensions?\w*)\b/i

/** What of a server other ones have otherwise, and by what it is asked for. */
const SIGNS: readonly (readonly [what: string, sign: RegExp])[] = [
  ['which extensions there are', EXTENSIONS],
  ['which roles there are', /\bpg_(?:roles|authid|user|shadow|group|auth_members)\b/i],
  ['which databases or tablespaces there are', /\bpg_(?:database|tablespace)\b/i],
  ['how the server is set', /\bpg_(?:settings|file_settings|db_role_setting)\b/i],
  ['which version the server is', /(?<![\w."])version\s*\(\s*\)|\bserver_version/i],
  [
    'which role or database it runs as',
    /\b(?:current_database|current_catalog|inet_server_\w+)\b/i,
  ],
]

/** What came of a build where extensions that a dump of the project names were there before; null: none was made. */
export type ExtensionsBefore =
  | ({ readonly names: readonly string[]; readonly files: readonly string[] } & (
      | {
          readonly outcome: 'built'
          readonly found: readonly {
            readonly address: Address
            readonly change: 'missing' | 'added' | 'changed' | 'renamed'
            readonly text: string
          }[]
        }
      | { readonly outcome: 'failed'; readonly migration: string | null; readonly what: string }
    ))
  | null

/** What a folder builds otherwise where the extensions of a dump are there before the first migration. */
export function extensionFindings(
  migrations: readonly MigrationHistory[],
  extensionsBefore: ExtensionsBefore,
): HistoryFinding[] {
  if (!extensionsBefore) return []
  const { names, files } = extensionsBefore
  const where = `where ${names.length === 1 ? 'the extension' : 'the extensions'} ${names.join(' and ')}, which ${files.join(' and ')} names and no migration makes, ${names.length === 1 ? 'is' : 'are'} there before`
  if (extensionsBefore.outcome === 'failed') {
    const { migration, what } = extensionsBefore
    const text = `${where}, the folder can not be built: ${what}`
    return [
      { kind: 'environment', migrations: migration === null ? [] : [migration], objects: [], text },
    ]
  }
  const lineage = lineageOf(migrations)
  const asking = migrations
    .filter(({ sent }) => sent.statements.some(({ sql }) => EXTENSIONS.test(spokenIn(sql))))
    .map(({ name }) => name)
  return extensionsBefore.found.map(({ address, change, text }) => {
    const by = lineage.lastOf(keyOf(address))
    const said =
      change === 'added'
        ? `${text} is only there ${where}`
        : change === 'missing'
          ? `${text} is not there ${where}`
          : `${text} ${where}`
    return {
      kind: 'environment',
      migrations: by ? [by] : asking,
      objects: [sentAddress(address)],
      text: said,
    }
  })
}

/** Migrations that ask what the server has, or go on where something is there or is not: on another one they may do something else. */
export const environmentFindings = (migrations: readonly MigrationHistory[]): HistoryFinding[] =>
  migrations.flatMap((migration) => [...asking(migration), ...skipping(migration)])

function asking({ name, sent }: MigrationHistory): HistoryFinding[] {
  const spoken = sent.statements.map(({ sql }) => spokenIn(sql))
  const asked = SIGNS.filter(([, sign]) => spoken.some((text) => sign.test(text)))
  if (asked.length === 0) return []
  const text = `asks ${asked.map(([what]) => what).join(' and ')}: on another server it may do something else`
  return [{ kind: 'environment', migrations: [name], objects: [], text }]
}

const MOST_SHOWN = 3

/** One that leaves everything as it was is told by that. */
function skipping({ name, sent, noEffect }: MigrationHistory): HistoryFinding[] {
  if (noEffect) return []
  const said = [...new Set(sent.notices.filter(isSkipped).map(({ message }) => message))]
  if (said.length === 0) return []
  const more = said.length - MOST_SHOWN
  const shown = said.slice(0, MOST_SHOWN).join('; ')
  const text = `passes over what is there already, or is not there: ${shown}${more > 0 ? `; and ${more} more` : ''}`
  return [{ kind: 'environment', migrations: [name], objects: [], text }]
}
