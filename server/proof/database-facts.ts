import type { AttributeDifference, Finding } from '../../shared/finding.ts'
import type { ServerFacts } from '../../shared/model.ts'

/**
 * Where two databases come from. `given`: people named both, so that their locales are part of what is compared;
 * `beside`: one was given, the other was built here.
 */
export type Origin = 'given' | 'built' | 'beside'

/** Around a replay both are built; a live database ran no migration here. */
export const originBeside = ({ migrations }: { readonly migrations: readonly string[] }): Origin =>
  migrations.length === 0 ? 'beside' : 'built'

/** Another encoding holds other texts; another default collation sorts and folds them otherwise, also in keys. */
export function databaseFindings(
  old: ServerFacts,
  rebuilt: ServerFacts,
  origin: Origin,
): readonly Finding[] {
  const attributes: AttributeDifference[] = [
    { name: 'encoding', old: old.encoding, rebuilt: rebuilt.encoding },
    ...(origin === 'given' && !sameLocale(old, rebuilt)
      ? [{ name: 'locale', old: old.locale, rebuilt: rebuilt.locale }]
      : []),
  ].filter((each) => each.old !== each.rebuilt)
  if (attributes.length === 0) return []
  return [
    {
      class: 'structural',
      kind: 'database',
      address: { type: 'database', names: [], args: [] },
      change: 'changed',
      attributes,
      note: 'It is said when a database is created: texts sort, fold and fit otherwise, in keys and CHECKs as well.',
    },
  ]
}

/** What of the database itself differs and is no finding, with what both sides have. */
export function databaseNotes(old: ServerFacts, rebuilt: ServerFacts, origin: Origin): string[] {
  const isLocaleTold = origin === 'given' || sameLocale(old, rebuilt)
  const versions = [old, rebuilt].map(({ collationVersion }) => collationVersion)
  const names = [...new Set([...Object.keys(old.database), ...Object.keys(rebuilt.database)])]
  return [
    ...(isLocaleTold
      ? []
      : [
          `text order and case rules, in keys and CHECKs as well: old is ${old.locale}; rebuilt is ${rebuilt.locale}`,
        ]),
    ...(sameLocale(old, rebuilt) && versions[0] !== versions[1]
      ? [
          `text order: old is of collation version ${versions[0] ?? 'none'}, rebuilt of ${versions[1] ?? 'none'}`,
        ]
      : []),
    ...names.flatMap((name) => {
      const [a, b] = [old.database[name] ?? null, rebuilt.database[name] ?? null]
      return a === b
        ? []
        : [`the database's own ${name}: old has ${said(name, a)}, rebuilt ${said(name, b)}`]
    }),
  ]
}

const said = (name: string, value: string | null): string => {
  if (value !== null) return JSON.stringify(value)
  return name === 'owner' ? 'the migrating role' : 'none'
}

const sameLocale = (old: ServerFacts, rebuilt: ServerFacts): boolean =>
  spelled(old.locale) === spelled(rebuilt.locale)

/** The system's library takes `en_US.utf8` for `en_US.UTF-8`. */
const spelled = (locale: string): string => locale.replaceAll(/\.utf-?8\b/gi, '.utf8')
