import { clip } from './clip.ts'
import { fileURLToPath } from 'node:url'
import type { MigrationError } from './protocol.ts'
import type { placeOf } from './read-migrations.ts'
import { withTrueNames } from './true-name.ts'

/** What was going on when the error came: the statement as Kysely logged it, and an earlier error that was caught. */
export interface ErrorContext {
  readonly statement: string | null
  readonly caughtBefore: MigrationError['caughtBefore']
  /** Which statement of a file of SQL it is about, where it came from one. */
  readonly inScript?: ReturnType<typeof placeOf>
  /** Files of this folder are the user's own; the rest of a stack is not shown. */
  readonly project: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Takes an error of a migration apart; anything can be thrown, `undefined` too. */
export function describeError(thrown: unknown, context: ErrorContext): MigrationError {
  const fields = chainOf(thrown)
  const text = (name: string): string | null => {
    for (const field of fields) if (typeof field[name] === 'string') return clip(field[name])
    return null
  }
  const message = messageOf(thrown)
  const position = Number(text('position') ?? NaN)
  const { inScript } = context
  const statement = inScript?.statement ?? context.statement
  const aborted = text('code') === '25P02'
  return {
    message,
    code: text('code'),
    detail: text('detail'),
    hint: text('hint'),
    where: text('where'),
    position: inScript?.position ?? (Number.isInteger(position) ? position : null),
    statement: statement === null ? null : clip(statement),
    at: inScript
      ? `${inScript.file}:${inScript.line}:${inScript.column}`
      : placeIn(text('stack'), context.project),
    variable: missingVariable(message, context.environment),
    caughtBefore: aborted ? context.caughtBefore : null,
  }
}

/** The error itself, then its causes: the first that says something is heard. */
function chainOf(thrown: unknown): Record<string, unknown>[] {
  const chain: Record<string, unknown>[] = []
  let error = thrown
  while (typeof error === 'object' && error !== null && chain.length < 10) {
    const fields = error as Record<string, unknown>
    chain.push(fields)
    error = fields['cause']
  }
  return chain
}

function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error) && !isErrorLike(thrown)) return `it threw ${show(thrown)}`
  const inner = thrown instanceof AggregateError ? thrown.errors.map(messageOf) : []
  const message = [thrown.message, ...inner].filter(Boolean).join('; ') || thrown.name || 'an error'
  // Node appends the chain of requiring files, ours among them.
  return withTrueNames(clip(message.split('\nRequire stack:')[0] ?? message).trim())
}

const isErrorLike = (thrown: unknown): thrown is Error =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'message' in thrown &&
  typeof thrown.message === 'string'

function show(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return clip(String(thrown))
  try {
    return clip(JSON.stringify(thrown) ?? 'an object')
  } catch {
    return 'an object'
  }
}

/** First frame of the stack inside the project, installed packages apart. */
function placeIn(stack: string | null, project: string): string | null {
  for (const [, place] of (stack ?? '').matchAll(
    /^\s+at (?:async )?(?:.*? \()?((?:file:\/\/|\/|[A-Z]:\\).+:\d+:\d+)\)?$/gm,
  )) {
    const path = pathOf(place ?? '')
    if (path.startsWith(project) && !path.includes('node_modules')) return path
  }
  return null
}

function pathOf(place: string): string {
  if (!place.startsWith('file://')) return place
  const [, url = '', rest = ''] = /^(.*?)(:\d+:\d+)$/.exec(place) ?? []
  return fileURLToPath(url.split('?')[0] ?? url) + rest
}

/** SCREAMING_SNAKE words of a message that look like a variable and are not set. */
function missingVariable(
  message: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const words = message.match(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g) ?? []
  const afterEnv = /\b(?:[Ee]nv(?:ironment)?|ENV)\b.{0,40}?\b([A-Z][A-Z0-9_]{2,})\b/.exec(
    message,
  )?.[1]
  const named = afterEnv === undefined ? words : [...words, afterEnv]
  return (
    named.find((word) => environment[word] === undefined && !/^(ERR|E[A-Z]+)_/.test(word)) ?? null
  )
}
