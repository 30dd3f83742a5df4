import { quote } from './kysely-source.ts'
import { frameOf, typed, type MigrationForm } from './migration-form.ts'

/** What one migration file is made of. */
export interface MigrationParts {
  /** What the file is, in a sentence of ours. */
  readonly about: string
  /** Set for the transaction and put back, so that nothing leaks into migrations after it or into the pool. */
  readonly settings: Readonly<Record<string, string>>
  /** Lines that refuse to run where it can't work. */
  readonly checks: readonly string[]
  /** Statements, indented. */
  readonly body: readonly string[]
  /** Why there is no way back. */
  readonly down: string
}

/** The last statement of `up`: what was set for the transaction is put back. */
export const PUT_BACK = [
  'for (const { name, value } of before.rows) {',
  '    await sql`select set_config(${name}, ${value}, true)`.execute(db)',
  '  }',
].join('\n')

/** The source of one Kysely migration that runs in the migrator's transaction, or opens its own where there is none. */
export function migrationSource(
  { about, settings, checks, body, down }: MigrationParts,
  form: MigrationForm,
): string {
  const frame = frameOf(form)
  return [
    frame.imports,
    '',
    `/** ${about} */`,
    frame.up,
    '  if (!db.isTransaction) return db.transaction().execute(up)',
    '  db = db.withoutPlugins()',
    ...checks,
    '  const settings = {',
    ...Object.entries(settings).map(([name, value]) => `    ${name}: ${quote(value)},`),
    '  }',
    `  const before = await sql${typed(form, '<{ name: string; value: string }>')}\``,
    '    select name, current_setting(name) as value from unnest(${Object.keys(settings)}::text[]) name',
    '  `.execute(db)',
    '  for (const [name, value] of Object.entries(settings)) {',
    '    await sql`select set_config(${name}, ${value}, true)`.execute(db)',
    '  }',
    '',
    ...body,
    '',
    `  ${PUT_BACK}`,
    '}',
    '',
    frame.down,
    `  throw new Error(${quote(down)})`,
    '}',
    '',
  ].join('\n')
}
