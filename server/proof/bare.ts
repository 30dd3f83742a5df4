import { kinds } from '../kinds/registry.ts'
import type { Kind } from '../../shared/kinds.ts'
import { keyOf, type Model } from '../../shared/model.ts'

/** What every new database holds. */
const BORN_WITH: ReadonlySet<string> = new Set([
  keyOf({ type: 'schema', names: ['public'], args: [] }),
  keyOf({ type: 'extension', names: ['plpgsql'], args: [] }),
])

const BORN_KINDS: ReadonlySet<Kind> = new Set(['schema', 'extension'])

/** Whether a database holds nothing that anybody made: two such databases say nothing about each other. */
export const isBare = ({ objects, unmodeled }: Model): boolean =>
  unmodeled.length === 0 &&
  [...objects.values()].every(({ key, parent }) => BORN_WITH.has(parent ?? key))

/** Whether that can be so of a database that holds objects of no other kinds than these. */
export const mayBeBare = (held: Iterable<Kind>): boolean =>
  [...held].every((kind) => kinds[kind].attached !== undefined || BORN_KINDS.has(kind))
