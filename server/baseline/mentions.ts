import type { CatalogObject, Model } from '../../shared/model.ts'
import { ownNameOf } from '../../shared/model.ts'

/** Keys of what the texts of routines name, for those routines that can be reached from these keys. */
export function mentionedFrom(model: Model, keys: readonly string[]): ReadonlySet<string> {
  const mentioned = new Set<string>()
  const seen = new Set(keys)
  const todo = [...keys]
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    const named = mentionsOf(model).get(key) ?? []
    for (const each of named) mentioned.add(each)
    for (const next of [...named, ...(model.objects.get(key)?.dependsOn ?? [])]) {
      if (seen.has(next)) continue
      seen.add(next)
      todo.push(next)
    }
  }
  return mentioned
}

const cache = new WeakMap<Model, ReadonlyMap<string, readonly string[]>>()

/** What each text names: Postgres notes nothing of it, so that words have to tell, and may tell too much. */
function mentionsOf(model: Model): ReadonlyMap<string, readonly string[]> {
  const known = cache.get(model)
  if (known) return known
  const byName = new Map<string, string[]>()
  const texts: [key: string, body: string][] = []
  for (const object of model.objects.values()) {
    const body = object.attributes['body']
    if (typeof body === 'string' && isRead(object)) texts.push([object.key, body])
    if (object.parent !== null || object.address.names.length !== 2) continue
    const name = ownNameOf(object.address)
    const same = byName.get(name)
    if (same) same.push(object.key)
    else byName.set(name, [object.key])
  }
  const mentions = new Map(
    texts.map(([key, body]) => [
      key,
      [...new Set(wordsOf(body).flatMap((word) => byName.get(word) ?? []))].filter(
        (named) => named !== key,
      ),
    ]),
  )
  cache.set(model, mentions)
  return mentions
}

/** The text of a C function or an internal one is the name of a symbol. */
const isRead = ({ attributes }: CatalogObject): boolean =>
  attributes['language'] !== 'c' && attributes['language'] !== 'internal'

const WORD = /"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/g

const wordsOf = (body: string): readonly string[] =>
  (body.match(WORD) ?? []).map((word) =>
    word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word.toLowerCase(),
  )
