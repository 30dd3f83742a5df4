import type { Provenance } from '../../shared/history.ts'
import type { Model } from '../../shared/model.ts'
import { escapeInvisible } from './kysely-source.ts'

/** Which migrations made and touched objects. */
export interface Origins {
  /** By the keys of the objects. */
  readonly of: ReadonlyMap<string, Provenance>
  /** In the order they ran. */
  readonly migrations: readonly string[]
}

export const NO_ORIGINS: Origins = { of: new Map(), migrations: [] }

/**
 * `From 001_people; touched by 003_names, 007_ages`, of an object and all its parts that have no statement of their own;
 * undefined where nobody knows who made it.
 */
export function originComment(
  key: string,
  {
    model,
    origins,
    ownStatements,
  }: {
    readonly model: Model
    readonly origins: Origins
    /** Keys of the objects that have statements of their own. */
    readonly ownStatements: ReadonlySet<string>
  },
): string | undefined {
  const created = origins.of.get(key)?.created
  if (created === undefined || created === null) return undefined
  const inside = partsOf(key, model, ownStatements)
  const touched = new Set(
    [key, ...inside].flatMap((each) => {
      const origin = origins.of.get(each)
      return origin ? [...(origin.created === null ? [] : [origin.created]), ...origin.touched] : []
    }),
  )
  touched.delete(created)
  const names = origins.migrations.filter((name) => touched.has(name))
  const told = names.length === 0 ? '' : `; touched by ${names.join(', ')}`
  return inComment(`From ${created}${told}`)
}

/** A text as it can stand behind `//`: on one line, and with nothing that hides. */
export const inComment = (text: string): string => escapeInvisible(text.replaceAll(/[\n\t]/g, ' '))

function partsOf(key: string, model: Model, ownStatements: ReadonlySet<string>): string[] {
  return (model.children.get(key) ?? []).flatMap((child) =>
    ownStatements.has(child.key) ? [] : [child.key, ...partsOf(child.key, model, ownStatements)],
  )
}
