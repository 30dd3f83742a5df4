import { RebaselineError } from '../errors.ts'
import type { ScriptPart } from '../postgres/statements.ts'

const MARK = /^-- PostgreSQL database (cluster )?dump( complete)?\r?$/gm

/** A dump that a full disk or a killed pg_dump cut off loads without an error, and holds less than its database did. */
export function refuseCutOff(script: string, parts: readonly ScriptPart[], file: string): void {
  const rows = parts.at(-1)?.rows
  if (rows?.end === script.length) {
    throw cutOff(file, 'the rows of its last COPY have no end', 'A line \\. ends them.')
  }
  const open = new Set<string>()
  for (const [, cluster = '', complete] of remarks(script, parts).matchAll(MARK)) {
    const end = `-- PostgreSQL database ${cluster}dump complete`
    if (complete !== undefined) open.delete(end)
    else if (open.has(end)) break
    else open.add(end)
  }
  const [missing] = open
  if (missing === undefined) return
  throw cutOff(file, `it has no line “${missing}”`, 'Where it is whole, add that line.')
}

/** What stands outside of statements, of psql's commands and of rows: texts of people's own may look like a mark. */
function remarks(script: string, parts: readonly ScriptPart[]): string {
  const ends = parts.map(({ start, text, rows }) => rows?.end ?? start + text.length)
  return [...parts.map(({ start }) => start), script.length]
    .map((start, place) => script.slice(ends[place - 1] ?? 0, start))
    .join('\n')
}

const cutOff = (file: string, happened: string, help: string): RebaselineError =>
  new RebaselineError('script-failed', {
    doing: `load ${file}`,
    happened: `it is cut off: ${happened}`,
    help: `Make the dump anew, and look whether pg_dump ended with 0. ${help}`,
  })
