/** The text of a package.json with scripts added, or why it can't be. */
export type ScriptsAdded =
  | { readonly status: 'added'; readonly text: string; readonly names: readonly string[] }
  | { readonly status: 'nothing-missing' }
  | { readonly status: 'refused'; readonly why: string }

interface Span {
  readonly start: number
  readonly end: number
}

/** Puts scripts that are missing into a package.json; everything else of its text stays as it is, byte for byte. */
export function addScripts(text: string, scripts: Readonly<Record<string, string>>): ScriptsAdded {
  const found = parsed(text)
  if (found === undefined) return refused('it is not JSON')
  if (!isObject(found)) return refused('it is not an object')
  const there = found['scripts']
  if (there !== undefined && !isObject(there)) return refused('its "scripts" is not an object')
  const missing = Object.entries(scripts).filter(([name]) => !Object.hasOwn(there ?? {}, name))
  if (missing.length === 0) return { status: 'nothing-missing' }
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  '
  const entries = missing.map(
    ([name, command]) => `${JSON.stringify(name)}: ${JSON.stringify(command)}`,
  )
  const root = spanOf(text, text.indexOf('{'))
  const scriptsAt = memberOf(text, root, 'scripts')
  const block = (depth: number): string =>
    entries.map((entry) => `${newline}${indent.repeat(depth)}${entry}`).join(',')
  const added = scriptsAt
    ? inserted(text, scriptsAt, block(2), `${newline}${indent}`)
    : inserted(
        text,
        root,
        `${newline}${indent}"scripts": {${block(2)}${newline}${indent}}`,
        newline,
      )
  return { status: 'added', text: added, names: missing.map(([name]) => name) }
}

/** Adds members at the end of an object, before its closing brace. */
function inserted(text: string, { start, end }: Span, members: string, closing: string): string {
  const inner = text.slice(start + 1, end)
  const kept = inner.trimEnd()
  const after = kept === '' ? closing : inner.slice(kept.length)
  const rest = after.includes('\n') ? after : closing
  return `${text.slice(0, start + 1)}${kept}${kept === '' ? '' : ','}${members}${rest}${text.slice(end)}`
}

/** Where an object's value of that name stands, if it is an object. */
function memberOf(text: string, { start, end }: Span, name: string): Span | undefined {
  let found: Span | undefined
  for (let at = start + 1; at < end;) {
    const character = text[at]
    if (character !== '"') {
      at = character === '{' || character === '[' ? spanOf(text, at).end + 1 : at + 1
      continue
    }
    const close = endOfString(text, at)
    const colon = /^\s*:\s*/.exec(text.slice(close + 1, close + 200))
    const value = close + 1 + (colon?.[0].length ?? 0)
    // Of two members of one name the last one counts.
    const isMeant = colon !== null && JSON.parse(text.slice(at, close + 1)) === name
    if (isMeant && text[value] === '{') found = spanOf(text, value)
    at =
      colon && (text[value] === '{' || text[value] === '[')
        ? spanOf(text, value).end + 1
        : close + 1
    if (colon && text[value] === '"') at = endOfString(text, value) + 1
  }
  return found
}

/** From an opening bracket to the one that closes it. */
function spanOf(text: string, start: number): Span {
  let depth = 0
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') at = endOfString(text, at)
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (depth === 0) return { start, end: at }
    }
  }
  return { start, end: text.length - 1 }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at
  }
  return text.length
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refused = (why: string): ScriptsAdded => ({ status: 'refused', why })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    return undefined
  }
}
