import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { ModuleFormat, NamedExport } from './protocol.ts'

/** `FILE#EXPORT`, or a file whose default export is meant. */
export function exportIn(written: string): NamedExport {
  const [, file = written, name = 'default'] = /^(.+?)#([^#/\\]+)$/.exec(written) ?? []
  return { file: resolve(file), name }
}

/** What a module of the project exports by that name; a promise is awaited. */
export async function loadExport(
  { file, name }: NamedExport,
  format: ModuleFormat,
): Promise<unknown> {
  const isRequired = format === 'require' && !/\.m[jt]s$/.test(file)
  const exported = (isRequired ? createRequire(file)(file) : await import(file)) as unknown
  const members = Object(exported) as Record<string, unknown>
  if (name in members) return members[name]
  const others = Object.keys(members).filter((each) => each !== '__esModule')
  throw new Error(
    `it has no export ${name}; it has ${others.length === 0 ? 'none' : others.join(', ')}`,
  )
}
