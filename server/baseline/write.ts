import type { Statement } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { KINDS, type Kind } from '../../shared/kinds.ts'
import type { AttributeValue, Model } from '../../shared/model.ts'
import { MIGRATING_ROLE } from '../../shared/model.ts'
import { plural } from '../../shared/report.ts'
import type { SeedData } from '../../shared/rows.ts'
import type { RowVolatility } from '../rows/volatility.ts'
import { quote, sqlTemplate, withoutTypes } from './kysely-source.ts'
import { lockCheck } from './locks.ts'
import {
  languageOf,
  TYPESCRIPT,
  typed,
  type Language,
  type MigrationForm,
} from './migration-form.ts'
import { migrationSource, type MigrationParts } from './migration-source.ts'
import { NO_ORIGINS, inComment, originComment, type Origins } from './origin-comments.ts'
import { refuseOther } from './only-statements.ts'
import type { PlannedStatement } from './plan.ts'
import { planStatements } from './plan.ts'
import { searchPath } from './search-path.ts'
import { SEED_SETTINGS, seedStatements } from './seed.ts'

/** What the sections of a baseline say beside the kinds of their objects. */
export interface Sections {
  readonly origins: Origins
  /** By the keys of the objects; what is of one domain stands together as far as that goes. */
  readonly domains: ReadonlyMap<string, string>
}

const UNDIVIDED: Sections = { origins: NO_ORIGINS, domains: new Map() }

/** A baseline, and the statements that it is made of. */
export interface WrittenBaseline {
  readonly text: string
  /** In their order. */
  readonly statements: readonly PlannedStatement[]
}

/** The schema as one Kysely migration; the same model gives the same bytes. */
export const writeBaseline = (model: Model, empty: Model): string =>
  composeBaseline(model, empty, TYPESCRIPT).text

/** The same, with its statements. */
export function composeBaseline(
  model: Model,
  empty: Model,
  form: MigrationForm,
  { origins, domains }: Sections = UNDIVIDED,
): WrittenBaseline {
  const statements = planStatements(model, empty, domains)
  const parts = {
    about:
      'The whole schema as one migration, generated from the database that the old migrations built.',
    settings: { check_function_bodies: 'off', search_path: searchPath(model) },
    checks: [...lockCheck(model, form), ...roleCheck(model, form)],
    body: inSections(statements, model, {
      language: languageOf(form.extension),
      origins,
      domains,
    }),
    down: 'A baseline has nothing before it to go back to.',
  }
  return { text: checkedSource(parts, form), statements }
}

/** The rows that belong to the schema as one Kysely migration; the same data gives the same bytes. */
export function writeSeed(
  data: SeedData,
  volatile: RowVolatility | null,
  model: Model,
  form: MigrationForm = TYPESCRIPT,
): string {
  const parts = {
    about: 'The rows that the old migrations left behind, generated from the database they built.',
    settings: SEED_SETTINGS,
    checks: [],
    body: seedStatements(data, volatile, model).flatMap((each) =>
      written(each, languageOf(form.extension)),
    ),
    down: 'A seed has nothing before it to go back to.',
  }
  return checkedSource(parts, form)
}

function checkedSource(parts: MigrationParts, form: MigrationForm): string {
  refuseOther(parts, form)
  return migrationSource(parts, form)
}

/** One statement as it stands in a migration's body, below a warning where not every server can run it. */
export const written = (statement: Statement, language: Language): readonly string[] => [
  ...warnings(statement).map((text) => `  // ${text}`),
  awaited(statement, language),
]

/** What has to be known of a statement before it is run somewhere else. */
export const warnings = ({ since, note }: Pick<Statement, 'since' | 'note'>): readonly string[] => [
  ...(since === undefined ? [] : [`Needs PostgreSQL ${since} or later: older ones can't read it.`]),
  ...(note === undefined ? [] : [note]),
]

/** One statement as it stands in a migration's body. */
export function awaited(
  { sql, kysely }: { readonly sql: string; readonly kysely?: string },
  language: Language,
): string {
  if (kysely === undefined) return `  await ${sqlTemplate(sql)}.execute(db)`
  const source = language === 'TypeScript' ? kysely : withoutTypes(kysely)
  const chain = source.replace(LITERAL_OR_BREAK, (part) => (part === '\n' ? '\n  ' : part))
  return `  await ${chain}${chain.includes('\n') ? '\n    ' : ''}.execute()`
}

/** Breaks inside a literal are part of the text: only those of the chain are indented. */
const LITERAL_OR_BREAK = /`(?:\\[^]|[^`\\])*`|'(?:\\[^]|[^'\\])*'|\n/g

function inSections(
  statements: readonly PlannedStatement[],
  model: Model,
  { language, origins, domains }: Sections & { readonly language: Language },
): string[] {
  const ownStatements = new Set(statements.map(({ key }) => key))
  let section: string | undefined
  let last: string | undefined
  return statements
    .flatMap((statement) => {
      const { kind, key } = statement
      const domain = domains.get(key)
      const title = domain === undefined ? titleOf(kind) : `${titleOf(kind)}: ${inComment(domain)}`
      const opens = title !== section
      section = title
      const origin =
        key === last ? undefined : originComment(key, { model, origins, ownStatements })
      last = key
      return [
        ...(opens ? ['', `  // ${title}`] : []),
        ...(origin === undefined ? [] : [`  // ${origin}`]),
        ...written(statement, language),
      ]
    })
    .slice(1)
}

/** What stands above the statements of a kind. */
export const titleOf = (kind: Kind): string => {
  const words = plural(KINDS[kind])
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** How a baseline begins to say which roles it needs; the statements that make them follow. */
export const LACKS_ROLES = 'This server lacks roles that the baseline names. Create them first:'

function roleCheck(model: Model, form: MigrationForm): string[] {
  const roles = namedRoles(model)
  if (roles.length === 0) return []
  const list = roles.map((role) => `    ${quote(role)},`)
  return [
    '  const roles = [',
    ...list,
    '  ]',
    `  const lacking = await sql${typed(form, '<{ role: string }>')}\``,
    '    select pg_catalog.quote_ident(role) as role from unnest(${roles}::text[]) role where not exists (',
    '      select from pg_catalog.pg_roles where rolname = role)',
    '  `.execute(db)',
    '  if (lacking.rows.length > 0) {',
    "    const names = lacking.rows.map(({ role }) => `CREATE ROLE ${role};`).join(' ')",
    `    throw new Error(\`${LACKS_ROLES} \${names}\`)`,
    '  }',
  ]
}

/** Every role that the model names besides the migrating role, PUBLIC and Postgres's own, sorted. */
export function namedRoles(model: Model): readonly string[] {
  const roles = new Set<string>()
  const collect = (value: AttributeValue | undefined): void => {
    if (typeof value === 'string') roles.add(value)
    else if (Array.isArray(value)) value.forEach(collect)
  }
  const note = (role: string): string => {
    roles.add(role)
    return role
  }
  for (const object of model.objects.values()) {
    const module = kinds[object.kind]
    for (const [name, rule] of Object.entries(module.attributes)) {
      const value = object.attributes[name]
      if (rule === 'role' || rule === 'roles') collect(value)
      if (rule === 'grants') collect((value as [string, string][]).map(([, grantor]) => grantor))
    }
    if (module.attached === 'role') collect(object.address.args.at(-1))
    if (module.roleInAddress) module.roleInAddress(object.address, note)
  }
  return [...roles]
    .filter((role) => role !== MIGRATING_ROLE && role !== 'public' && !role.startsWith('pg_'))
    .sort()
}
