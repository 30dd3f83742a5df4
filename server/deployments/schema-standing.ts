import type { StampPlan } from '../../shared/stamp.ts'
import { literal } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'
import { backupTableOf } from './backup-table.ts'
import { ledgerStateOf, provenAfter, type LedgerRow } from './ledger-state.ts'
import { counted } from '../../shared/report.ts'
import { MOST_LISTED } from './do-block.ts'
import { lineOf, schemaQuery, SCHEMA_DIFFERS, SCHEMA_HELP } from './schema-guard.ts'
import type { Refusal } from './stamp.ts'

/** How the schema of a deployment stands to the one that was proven. */
export type SchemaStanding =
  | {
      readonly compared: true
      readonly differences: readonly string[]
      /** What no migration makes, or is not compared. */
      readonly ignored: readonly string[]
    }
  | { readonly compared: false; readonly why: string }

/** Compares it as a stamp does, and with the same statement; only where a stamp would get that far. */
export async function schemaStandingOf(
  query: Query,
  plan: StampPlan,
  rows: readonly LedgerRow[] | null,
  major: number,
): Promise<SchemaStanding> {
  const state = ledgerStateOf(rows, plan)
  if (state.state !== 'ready' && state.state !== 'stamped') {
    return { compared: false, why: 'what it has to be is only known where all has run' }
  }
  if (state.state === 'stamped' && state.since.length > 0) {
    return {
      compared: false,
      why: 'migrations that were written after the export have run',
    }
  }
  const { laterRun } = state
  const known = provenAfter(plan, laterRun)
  if (!known) {
    return { compared: false, why: 'what it has to be after these later files was not proven' }
  }
  const variant = known.variants.find((each) => each.major === major)
  if (!variant) {
    const proven = known.variants.map((each) => each.major).join(' and ')
    return { compared: false, why: `it was proven on PostgreSQL ${proven}, and this is ${major}` }
  }
  const { table, lockTable, schema } = plan.ledger
  const values = [
    `${arrayOf(variant.objects.map(lineOf))}`,
    arrayOf(variant.schemas),
    `array(select c.oid from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${literal(schema)} and c.relkind = 'r'
        and c.relname = any (${arrayOf([table, lockTable, backupTableOf(plan)])}))`,
  ]
  const sql = schemaQuery(major).replace(PARAMETER, (_, number: string) =>
    // A function, since a text would have its dollars read.
    String(values[Number(number) - 1]),
  )
  const [row] = await query(sql)
  return {
    compared: true,
    differences: listIn(row?.['differences']),
    ignored: listIn(row?.['ignored']),
  }
}

/** What a stamp would say to these differences. */
export function schemaRefusal(differences: readonly string[]): Refusal {
  const more = differences.length - MOST_LISTED
  return {
    did: 'refused',
    why: 'schema',
    happened: `${SCHEMA_DIFFERS}: ${counted(differences.length, 'object')}`,
    detail: `${differences.slice(0, MOST_LISTED).join('\n')}${more > 0 ? ` and ${more} more` : ''}`,
    help: SCHEMA_HELP,
  }
}

/** What the statement is given when a stamp runs it. */
const PARAMETER = /\$([123])(?!\d)/g

const arrayOf = (texts: readonly string[]): string =>
  `array[${texts.map(literal).join(', ')}]::pg_catalog.text[]`

const listIn = (value: unknown): readonly string[] => (value as string[] | null) ?? []
