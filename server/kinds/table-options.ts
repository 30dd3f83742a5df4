import { literal } from './sql.ts'

/** `fillfactor=70` as it may stand in WITH (…) or SET (…): the value quoted, since it can be any text. */
export function storageParameter(option: string): string {
  const at = option.indexOf('=')
  return at < 0 ? option : `${option.slice(0, at)}=${literal(option.slice(at + 1))}`
}
