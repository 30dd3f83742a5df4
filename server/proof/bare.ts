import { keyOf, type Model } from '../../shared/model.ts'

/** What every new database holds. */
const BORN_WITH: ReadonlySet<string> = new Set([
  keyOf({ type: 'schema', names: ['public'], args: [] }),
  keyOf({ type: 'extension', names: ['plpgsql'], args: [] }),
])

/** Whether a database holds nothing that anybody made: two such databases say nothing about each other. */
export const isBare = ({ objects, unmodeled }: Model): boolean =>
  unmodeled.length === 0 &&
  [...objects.values()].every(({ key, parent }) => BORN_WITH.has(parent ?? key))
