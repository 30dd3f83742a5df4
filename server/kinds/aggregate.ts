import { dropWith, fallsWithExtensions } from './falls-with.ts'
import { defineKind } from './kind.ts'
import {
  literal,
  nameOf,
  noParent,
  notMember,
  operatorName,
  qualified,
  self,
  userSchema,
} from './sql.ts'

/**
 * An aggregate (pg_aggregate). Types and operators are qualified and quoted, functions too, and with the types of their
 * arguments: another overload is another function. Spaces are in bytes.
 */
export type Aggregate = {
  /** NORMAL, ORDERED SET or HYPOTHETICAL. */
  variety: string
  /** With names and ORDER BY, as CREATE AGGREGATE takes them. */
  arguments: string
  stateFunction: string
  stateType: string
  stateSpace: string
  finalFunction: string | null
  finalExtra: boolean
  finalModify: string
  combineFunction: string | null
  serialFunction: string | null
  deserialFunction: string | null
  initialValue: string | null
  movingStateFunction: string | null
  movingInverseFunction: string | null
  movingStateType: string | null
  movingStateSpace: string
  movingFinalFunction: string | null
  movingFinalExtra: boolean
  movingFinalModify: string
  movingInitialValue: string | null
  sortOperator: string | null
  parallel: string
  /** That it falls with, by ALTER ROUTINE … DEPENDS ON EXTENSION. */
  extensions: readonly string[]
}

const functionName = (oid: string): string =>
  `${nameOf('pg_proc', 'pro', oid)} || (select '(' || pg_catalog.oidvectortypes(taken.proargtypes) || ')'
        from pg_catalog.pg_proc taken where taken.oid = ${oid})`

/** CREATE AGGREGATE takes only the name: it looks for the arguments itself. */
const nameIn = (printed: string): string =>
  /^(?:"(?:[^"]|"")*"|[^"(.]+)\.(?:"(?:[^"]|"")*"|[^"(.]+)/.exec(printed)?.[0] ?? printed
const modify = (column: string): string =>
  `case ${column} when 'r' then 'READ_ONLY' when 's' then 'SHAREABLE' else 'READ_WRITE' end`

export const aggregate = defineKind<Aggregate>({
  kind: 'aggregate',
  rareIn: ["pg_proc where prokind = 'a'"],
  attributes: {
    variety: 'exact',
    arguments: 'exact',
    stateFunction: 'exact',
    stateType: 'exact',
    stateSpace: 'exact',
    finalFunction: 'exact',
    finalExtra: 'exact',
    finalModify: 'exact',
    combineFunction: 'exact',
    serialFunction: 'exact',
    deserialFunction: 'exact',
    initialValue: 'exact',
    movingStateFunction: 'exact',
    movingInverseFunction: 'exact',
    movingStateType: 'exact',
    movingStateSpace: 'exact',
    movingFinalFunction: 'exact',
    movingFinalExtra: 'exact',
    movingFinalModify: 'exact',
    movingInitialValue: 'exact',
    sortOperator: 'exact',
    parallel: 'exact',
    extensions: 'exact',
  },

  read: () => `
    select ${self('pg_proc', 'p.oid')}, ${noParent},
      case a.aggkind when 'o' then 'ORDERED SET' when 'h' then 'HYPOTHETICAL' else 'NORMAL' end as variety,
      case when p.pronargs = 0 then '*' else pg_catalog.pg_get_function_arguments(p.oid) end as arguments,
      ${functionName('a.aggtransfn')} as "stateFunction",
      pg_catalog.format_type(a.aggtranstype, null) as "stateType",
      a.aggtransspace::text as "stateSpace",
      ${functionName('a.aggfinalfn')} as "finalFunction",
      a.aggfinalextra as "finalExtra",
      ${modify('a.aggfinalmodify')} as "finalModify",
      ${functionName('a.aggcombinefn')} as "combineFunction",
      ${functionName('a.aggserialfn')} as "serialFunction",
      ${functionName('a.aggdeserialfn')} as "deserialFunction",
      a.agginitval as "initialValue",
      ${functionName('a.aggmtransfn')} as "movingStateFunction",
      ${functionName('a.aggminvtransfn')} as "movingInverseFunction",
      case when a.aggmtranstype <> 0 then pg_catalog.format_type(a.aggmtranstype, null) end as "movingStateType",
      a.aggmtransspace::text as "movingStateSpace",
      ${functionName('a.aggmfinalfn')} as "movingFinalFunction",
      a.aggmfinalextra as "movingFinalExtra",
      ${modify('a.aggmfinalmodify')} as "movingFinalModify",
      a.aggminitval as "movingInitialValue",
      ${operatorName('a.aggsortop')} as "sortOperator",
      case p.proparallel when 's' then 'SAFE' when 'r' then 'RESTRICTED' else 'UNSAFE' end as parallel,
      ${fallsWithExtensions('pg_proc', 'p.oid')} as extensions
    from pg_catalog.pg_aggregate a
    join pg_catalog.pg_proc p on p.oid = a.aggfnoid
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where ${userSchema('n')} and ${notMember('pg_proc', 'p.oid')}`,

  beyond: (old, rebuilt, { model }) => {
    const closer = rebuilt.dependsOn.filter(
      (key) => !old.dependsOn.includes(key) && model.objects.has(key),
    )
    const { stateFunction, stateType } = old.attributes
    const other = rebuilt.attributes.stateFunction
    const exact = `${nameIn(stateFunction)}(${[stateType, ...old.address.args].join(', ')})`
    const isCloser = stateFunction !== other && nameIn(stateFunction) === nameIn(other)
    if (!isCloser || stateFunction === exact || closer.length === 0) return undefined
    return `CREATE AGGREGATE takes the closest function of a name: make ${old.address.names.join('.')} by hand before ${other} is made`
  },

  create(object) {
    const { address, attributes } = object
    const parameters = [...parametersOf(attributes), ...movingParametersOf(attributes)]
    const name = qualified(address.names)
    return [
      {
        sql: `CREATE AGGREGATE ${name}(${attributes.arguments}) (\n  ${parameters.join(',\n  ')}\n)`,
      },
      ...dropWith(object, attributes.extensions),
    ]
  },
})

function parametersOf(attributes: Aggregate): string[] {
  const { stateFunction, stateType, stateSpace, initialValue, finalExtra, variety } = attributes
  return [
    `SFUNC = ${nameIn(stateFunction)}`,
    `STYPE = ${stateType}`,
    ...(stateSpace === '0' ? [] : [`SSPACE = ${stateSpace}`]),
    ...called('FINALFUNC', attributes.finalFunction),
    ...(finalExtra ? ['FINALFUNC_EXTRA'] : []),
    `FINALFUNC_MODIFY = ${attributes.finalModify}`,
    ...called('COMBINEFUNC', attributes.combineFunction),
    ...called('SERIALFUNC', attributes.serialFunction),
    ...called('DESERIALFUNC', attributes.deserialFunction),
    ...named('INITCOND', initialValue === null ? null : literal(initialValue)),
    ...named('SORTOP', attributes.sortOperator),
    `PARALLEL = ${attributes.parallel}`,
    ...(variety === 'HYPOTHETICAL' ? ['HYPOTHETICAL'] : []),
  ]
}

function movingParametersOf(attributes: Aggregate): string[] {
  const { movingStateFunction, movingStateSpace, movingInitialValue, movingFinalExtra } = attributes
  if (movingStateFunction === null) return []
  return [
    `MSFUNC = ${nameIn(movingStateFunction)}`,
    ...called('MINVFUNC', attributes.movingInverseFunction),
    ...named('MSTYPE', attributes.movingStateType),
    ...(movingStateSpace === '0' ? [] : [`MSSPACE = ${movingStateSpace}`]),
    ...called('MFINALFUNC', attributes.movingFinalFunction),
    ...(movingFinalExtra ? ['MFINALFUNC_EXTRA'] : []),
    `MFINALFUNC_MODIFY = ${attributes.movingFinalModify}`,
    ...named('MINITCOND', movingInitialValue === null ? null : literal(movingInitialValue)),
  ]
}

const named = (name: string, value: string | null): string[] =>
  value === null ? [] : [`${name} = ${value}`]

const called = (name: string, routine: string | null): string[] =>
  named(name, routine === null ? null : nameIn(routine))
