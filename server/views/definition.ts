import { planObjects } from '../baseline/plan.ts'
import { RebaselineError } from '../errors.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Model } from '../../shared/model.ts'
import type { Entry } from './run-index.ts'

/** The statements of an entry and its parts on each side, in order; null where it is not there. */
export function definitionOf(
  run: ComparedRun,
  entry: Entry,
): { readonly old: string | null; readonly rebuilt: string | null } {
  const keys = (side: 'old' | 'rebuilt'): Set<string> =>
    new Set([entry.pair, ...entry.parts].flatMap((pair) => pair?.[side]?.key ?? []))
  return {
    old: entry.pair?.old ? written(run.old.model, keys('old')) : null,
    rebuilt: entry.pair?.rebuilt ? written(run.rebuilt.model, keys('rebuilt')) : null,
  }
}

function written(model: Model, keys: ReadonlySet<string>): string {
  try {
    return planObjects(model, keys)
      .map(({ sql }) => `${sql};\n`)
      .join('\n')
  } catch (error) {
    if (!(error instanceof RebaselineError)) throw error
    return `-- ${error.message.replaceAll('\n', ' ')}\n`
  }
}
