import { asciiLiteral } from '../kinds/sql.ts'

/**
 * One DO statement, in ASCII alone: one transaction by itself, whoever sends it, and the same through psql, whose
 * variables do not reach into it.
 */
export function doBlock(declarations: readonly string[], body: readonly string[]): string {
  const text = [
    '',
    'declare',
    ...declarations.map((each) => `  ${each};`),
    'begin',
    ...body.map((each) => each.replace(/^(?=.)/gm, '  ')),
    'end',
    '',
  ].join('\n')
  const tag = tagFor(text)
  return `do ${tag}${text}${tag};`
}

/** A dollar quote that does not stand in the text. */
export function tagFor(text: string, name = 'rebaseline'): string {
  for (let number = 0; ; number += 1) {
    const tag = `$${name}${number === 0 ? '' : number}$`
    if (!text.includes(tag)) return tag
  }
}

/** Names as an array of texts, one on a line. */
export const arrayOf = (names: readonly string[]): string =>
  names.length === 0
    ? 'array[]::pg_catalog.text[]'
    : `array[\n    ${names.map(asciiLiteral).join(',\n    ')}\n  ]::pg_catalog.text[]`

/** Text as comments, a line each; what is not ASCII or could end a comment is left out. */
export const commented = (lines: readonly string[]): string =>
  lines.map((line) => (line === '' ? '--' : `-- ${line.replace(/[^ -~]/g, '?')}`)).join('\n')

/** How many names a refusal lists. */
export const MOST_LISTED = 20

/** An expression for the first names of an array and how many more there are. */
export const listed = (array: string, between = `', '`): string =>
  `pg_catalog.array_to_string((${array})[1:${MOST_LISTED}], ${between}) || case when pg_catalog.cardinality(${array}) > ${MOST_LISTED}
      then ' and ' || pg_catalog.cardinality(${array}) - ${MOST_LISTED} || ' more' else '' end`

/** Ends everything with a reason; nothing has been changed then. All are SQL expressions. */
export const refuse = (code: RefusalCode, message: string, hint: string, detail?: string): string =>
  `raise exception using errcode = '${REFUSALS[code]}', message = ${message},
  ${detail === undefined ? '' : `detail = ${detail},\n  `}hint = ${hint};`

/** Why a stamp or an unstamp changes nothing, by the SQLSTATE that it ends with. */
export const REFUSALS = {
  isolation: 'RB001',
  replica: 'RB002',
  major: 'RB003',
  locked: 'RB004',
  rights: 'RB005',
  'no-ledger': 'RB006',
  'odd-ledger': 'RB007',
  behind: 'RB008',
  foreign: 'RB009',
  mixed: 'RB010',
  timestamp: 'RB011',
  schema: 'RB012',
  backup: 'RB013',
  'ran-since': 'RB014',
  changed: 'RB015',
  between: 'RB016',
} as const
export type RefusalCode = keyof typeof REFUSALS
