import type { MigrationList } from './protocol.ts'

type Ups = ReadonlyMap<string, unknown>

/** The list of migrations that a module exports in place of one, as a barrel does; undefined for any other module. */
export function migrationListOf(
  exported: unknown,
  found: object,
): Omit<MigrationList, 'file'> | undefined {
  const lists = [exported, ...valuesOf(exported)].map(upsOf)
  const list = lists.reduce((most, next) => (next.size > most.size ? next : most))
  if (list.size === 0) return undefined
  // The list may hold another copy of a module: the same function then has the same text.
  const texts = new Set([...list.values()].map(String))
  const absent = [...upsOf(found)].filter(([, up]) => !texts.has(String(up)))
  return { names: [...list.keys()], absent: absent.map(([name]) => name) }
}

/** What people read about it. */
export function listText(
  { names, absent }: MigrationList,
  files: ReadonlyMap<string, string>,
): string {
  const list = `exports a list of migrations by names of its own (${shown(names)})`
  if (absent.length === 0) return `${list}: a project that migrates by it has those names`
  const missing = shown(absent.map((name) => files.get(name) ?? name))
  return `${list} without ${missing}: a project that migrates by it lacks what ${absent.length === 1 ? 'that does' : 'those do'}`
}

const MOST = 5

const shown = (names: readonly string[]): string =>
  names.length > MOST
    ? `${names.slice(0, MOST - 1).join(', ')} and ${names.length - MOST + 1} more`
    : names.join(', ')

function upsOf(value: unknown): Ups {
  const members = isObject(value) ? Object.entries(value) : []
  return new Map(
    members.flatMap(([name, member]): [string, unknown][] =>
      isObject(member) && 'up' in member && typeof member.up === 'function'
        ? [[name, member.up]]
        : [],
    ),
  )
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null
const valuesOf = (value: unknown): unknown[] => (isObject(value) ? Object.values(value) : [])
