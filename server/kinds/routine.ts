import type { Alteration } from './kind.ts'
import { nameOf, notMember, self, noParent, userSchema } from './sql.ts'

/** What functions and procedures have in common (pg_proc). */
export type Routine = {
  /** Modes, names and types, without defaults. */
  arguments: string
  argumentDefaults: string | null
  language: string
  securityDefiner: boolean
  /** Sorted `name=value` settings of its SET clauses. */
  config: readonly string[]
  /** Types of its TRANSFORM clause. */
  transforms: readonly string[]
  /** Source text between the quotes, or the symbol of a C function; null for a BEGIN ATOMIC or RETURN body. */
  body: string | null
  sqlBody: string | null
  /** The shared library of a C function. */
  library: string | null
  definition: string
}

export const ROUTINE_RULES = {
  arguments: 'exact',
  argumentDefaults: 'expression',
  language: 'exact',
  securityDefiner: 'exact',
  config: 'exact',
  transforms: 'exact',
  body: 'exact',
  sqlBody: 'expression',
  library: 'exact',
  definition: 'whole',
} as const

/** Selects routines `p` of those kinds, but for the constructors that come with a range type. */
export function readRoutines(prokinds: string, more: string): string {
  return `
    select ${self('pg_proc', 'p.oid')}, ${noParent},
      pg_catalog.pg_get_function_identity_arguments(p.oid) as arguments,
      pg_catalog.pg_get_expr(p.proargdefaults, 0) as "argumentDefaults",
      l.lanname::text as language,
      p.prosecdef as "securityDefiner",
      array(select s collate pg_catalog."C" from pg_catalog.unnest(p.proconfig) s order by 1) as config,
      array(select pg_catalog.format_type(f, null) from pg_catalog.unnest(p.protrftypes) f) as transforms,
      case when p.prosqlbody is null then p.prosrc end as body,
      pg_catalog.pg_get_function_sqlbody(p.oid) as "sqlBody",
      p.probin as library,${more}
      pg_catalog.pg_get_functiondef(p.oid) as definition
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_language l on l.oid = p.prolang
    where p.prokind in (${prokinds}) and ${userSchema('n')} and ${notMember('pg_proc', 'p.oid')}
      and not exists (select from pg_catalog.pg_depend i
        where i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and i.objid = p.oid and i.deptype = 'i')`
}

export const supportFunction = nameOf('pg_proc', 'pro', 'p.prosupport')

/** The printed definition without OR REPLACE: a baseline must not overwrite what is there. */
export const createRoutine = (definition: string): string =>
  definition.replace(/^CREATE OR REPLACE /, 'CREATE ').trimEnd()

/** The printed definition as it is, where Postgres lets it stand in for the other: it keeps names and defaults of arguments. */
export function replaceRoutine(old: Routine, rebuilt: Routine): Alteration | undefined {
  const keeps =
    rebuilt.argumentDefaults === null || rebuilt.argumentDefaults === old.argumentDefaults
  if (old.arguments !== rebuilt.arguments || !keeps) return undefined
  return { statements: [{ sql: old.definition.trimEnd() }] }
}
