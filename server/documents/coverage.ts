import type { AttributeRule, KindModule } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { KINDS } from '../../shared/kinds.ts'
import { MAJORS_TEXT } from '../../shared/majors.ts'
import { counted } from '../../shared/report.ts'
import { sinceOf } from './since.ts'
import { tableOf } from './markdown-table.ts'

/** Kind by kind: what of it is compared, how it is written, by how many cases that is shown (each the kinds of its findings), and on which majors. */
export const coverageTable = (cases: readonly ReadonlySet<string>[]): string =>
  tableOf(
    ['kind', 'compared', 'written', "by Kysely's builder", 'cases', 'majors'],
    Object.values(kinds).map((module) => [
      KINDS[module.kind],
      compared(module),
      written(module),
      module.builder ?? 'as SQL',
      String(cases.filter((each) => each.has(module.kind)).length),
      majorsOf(module),
    ]),
  )

function compared({ attributes }: KindModule): string {
  const isCompared = (rule: AttributeRule): boolean => rule !== 'unused' && rule !== 'origin'
  const count = Object.values(attributes).filter(isCompared).length
  return count === 0 ? 'that it is there' : counted(count, 'attribute')
}

function written({ create, clause }: KindModule): string {
  const ways = [
    ...(clause ? ["within its parent's statement"] : []),
    ...(create ? ['by statements of its own'] : []),
  ]
  return ways.join(', or ') || 'no'
}

function majorsOf(module: KindModule): string {
  const later = new Map<number, number>()
  for (const name of Object.keys(module.attributes)) {
    const since = sinceOf(module, name)
    if (since !== undefined) later.set(since, (later.get(since) ?? 0) + 1)
  }
  const parts = [...later]
    .sort(([a], [b]) => a - b)
    .map(([since, count]) => `${count} from ${since}`)
  return parts.length === 0 ? MAJORS_TEXT : `${MAJORS_TEXT}, ${parts.join(', ')}`
}
