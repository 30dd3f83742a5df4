import type { CatalogObject } from '../../shared/model.ts'
import { dropWith, fallsWithExtensions } from './falls-with.ts'
import type { Alteration, Shell, Statement } from './kind.ts'
import { byBytes, ident, nameOf, notMember, self, noParent, qualified, userSchema } from './sql.ts'

/** What functions and procedures have in common (pg_proc). */
export type Routine = {
  /** Modes, names and types, without defaults. */
  arguments: string
  argumentDefaults: string | null
  /** `arguments` with their defaults. */
  parameters: string
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
  /** Extensions it is to be dropped with, sorted. */
  extensions: readonly string[]
  /** A BEGIN ATOMIC body or an argument's default calls the routine itself. */
  callsItself: boolean
  definition: string
}

/** How the attributes that functions and procedures share are compared. */
export const ROUTINE_RULES = {
  arguments: 'exact',
  argumentDefaults: 'expression',
  parameters: 'unused',
  language: 'exact',
  securityDefiner: 'exact',
  config: 'exact',
  transforms: 'exact',
  body: 'exact',
  sqlBody: 'expression',
  library: 'exact',
  extensions: 'exact',
  callsItself: 'unused',
  definition: 'unused',
} as const

/** Selects routines `p` of those kinds, but for the constructors that come with a range type. */
export function readRoutines(prokinds: string, more: string): string {
  return `
    select ${self('pg_proc', 'p.oid')}, ${noParent},
      pg_catalog.pg_get_function_identity_arguments(p.oid) as arguments,
      pg_catalog.pg_get_expr(p.proargdefaults, 0) as "argumentDefaults",
      pg_catalog.pg_get_function_arguments(p.oid) as parameters,
      l.lanname::text as language,
      p.prosecdef as "securityDefiner",
      array(select ${byBytes('s')} from pg_catalog.unnest(p.proconfig) s order by 1) as config,
      array(select ${byBytes('pg_catalog.format_type(f, null)')} from pg_catalog.unnest(p.protrftypes) f order by 1) as transforms,
      case when p.prosqlbody is null then p.prosrc end as body,
      pg_catalog.pg_get_function_sqlbody(p.oid) as "sqlBody",
      p.probin as library,
      ${fallsWithExtensions('pg_proc', 'p.oid')} as extensions,
      exists (select from pg_catalog.pg_depend own
        where own.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and own.objid = p.oid
          and own.refclassid = own.classid and own.refobjid = p.oid) as "callsItself",${more}
      pg_catalog.pg_get_functiondef(p.oid) as definition
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    join pg_catalog.pg_language l on l.oid = p.prolang
    where p.prokind in (${prokinds}) and ${userSchema('n')} and ${notMember('pg_proc', 'p.oid')}
      and not exists (select from pg_catalog.pg_depend i
        where i.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and i.objid = p.oid and i.deptype = 'i')`
}

export const supportFunction = nameOf('pg_proc', 'pro', 'p.prosupport')

type RoutineObject = CatalogObject<Routine & { returns?: string }>

/** What is written whole where it can be, else in two halves. */
export const createRoutine = (object: RoutineObject): readonly Statement[] => {
  const { definition, callsItself } = object.attributes
  const halves = callsItself ? routineShell(object) : undefined
  // Without OR REPLACE: a baseline must not overwrite what is there.
  const whole = { sql: definition.replace(/^CREATE OR REPLACE /, 'CREATE ').trimEnd() }
  return halves
    ? [...halves.standIn, ...halves.completed]
    : [whole, ...dropWith(object, object.attributes.extensions)]
}

/**
 * A stand-in without a body, for a routine whose pg_depend rows can lie on a cycle. What calls it may leave arguments
 * out, so it keeps its defaults where the cycle can lead through the body.
 */
export function routineShell(object: RoutineObject): Shell | undefined {
  const { address, attributes } = object
  const { definition, language, returns, sqlBody, argumentDefaults, library } = attributes
  if (library !== null || (sqlBody === null && argumentDefaults === null)) return undefined
  const [word, result] =
    returns === undefined ? ['PROCEDURE', ''] : ['FUNCTION', ` RETURNS ${returns}`]
  const taken = sqlBody === null ? attributes.arguments : attributes.parameters
  const head = `${word} ${qualified(address.names)}(${taken})${result}`
  return {
    standIn: [{ sql: `CREATE ${head} LANGUAGE ${ident(language)} AS ''` }],
    completed: [{ sql: definition.trimEnd() }, ...dropWith(object, attributes.extensions)],
  }
}

/** The printed definition as it is, where Postgres lets it stand in for the other: it keeps names and defaults of arguments. */
export function replaceRoutine(old: RoutineObject, rebuilt: RoutineObject): Alteration | undefined {
  const [wanted, there] = [old.attributes, rebuilt.attributes]
  const keeps =
    there.argumentDefaults === null || there.argumentDefaults === wanted.argumentDefaults
  const sameExtensions = JSON.stringify(wanted.extensions) === JSON.stringify(there.extensions)
  if (wanted.arguments !== there.arguments || !keeps || !sameExtensions) return undefined
  return { statements: [{ sql: wanted.definition.trimEnd() }] }
}

/** Other values that a routine could have, with the definition that says them. */
export function varyRoutine({ attributes }: RoutineObject): readonly Partial<Routine>[] {
  const { definition, securityDefiner, body, config, language, library } = attributes
  const quote = /\nAS (\$\w*\$)/.exec(definition)?.[1]
  const start = quote === undefined ? -1 : definition.indexOf(`\nAS ${quote}`)
  const head = start < 0 ? undefined : definition.slice(0, start)
  const secured =
    head === undefined
      ? []
      : [
          {
            securityDefiner: !securityDefiner,
            definition: `${securityDefiner ? head.replace(/ SECURITY DEFINER/, '') : `${head}\n SECURITY DEFINER`}${definition.slice(start)}`,
          },
          ...(config.length === 0
            ? [
                {
                  config: ['work_mem=77kB'],
                  definition: `${head}\n SET work_mem TO '77kB'${definition.slice(start)}`,
                },
              ]
            : []),
        ]
  const isText = (language === 'plpgsql' || language === 'sql') && library === null
  const end = quote === undefined ? -1 : definition.lastIndexOf(quote)
  return [
    ...secured,
    ...(isText && body !== null && end > start
      ? [
          {
            body: `${body}\n-- planted`,
            definition: `${definition.slice(0, end)}\n-- planted\n${definition.slice(end)}`,
          },
        ]
      : []),
  ]
}
