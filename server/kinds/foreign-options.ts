import { ident, literal } from './sql.ts'

/** `OPTIONS ("host" 'x', …)` from sorted `name=value` texts; nothing where there are none. */
export const optionsClause = (options: readonly string[]): string =>
  options.length === 0 ? '' : ` OPTIONS (${options.map((option) => said(option)).join(', ')})`

const said = (option: string, verb = ''): string => {
  const [name, value] = pair(option)
  return `${verb}${ident(name)} ${literal(value)}`
}

const pair = (option: string): readonly [name: string, value: string] => {
  const at = option.indexOf('=')
  return [option.slice(0, at), option.slice(at + 1)]
}

/** The clause that turns some options into those that are wanted; nothing where they are the same. */
export function optionsChange(there: readonly string[], wanted: readonly string[]): string {
  const [before, after] = [new Map(there.map(pair)), new Map(wanted.map(pair))]
  const changes = [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `DROP ${ident(name)}`),
    ...wanted
      .filter((option) => before.get(pair(option)[0]) !== pair(option)[1])
      .map((option) => said(option, before.has(pair(option)[0]) ? 'SET ' : 'ADD ')),
  ]
  return changes.length === 0 ? '' : ` OPTIONS (${changes.join(', ')})`
}
