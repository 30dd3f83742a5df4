import { secondOpinion } from '../second-opinion/opinion.ts'
import type { SchemaDump } from '../postgres/pg-dump.ts'
import type { CompareResult } from '../compare/compare.ts'
import type { Finding, SecondOpinion } from '../../shared/finding.ts'
import { addressOf, type Address, type ServerFacts } from '../../shared/model.ts'
import { counted, formatNumber } from '../../shared/report.ts'

/** What pg_dump printed of one side, where that was asked. */
export interface Dumped {
  readonly dump: SchemaDump | undefined
  readonly server: ServerFacts
}

/** What pg_dump says of two sides, in words, and what it found that no finding explains. */
export function opinionOf(
  old: Dumped,
  rebuilt: Dumped,
  noticed: Address[],
  findings: readonly Finding[],
): { readonly said: SecondOpinion; readonly findings: readonly Finding[] } {
  const [mine, theirs] = [old.dump, rebuilt.dump]
  if (mine?.status !== 'made' || theirs?.status !== 'made') return notAsked(whyNot(mine, theirs))
  if (old.server.major !== rebuilt.server.major) {
    return notAsked('it prints databases of two majors differently')
  }
  const sides = [
    { text: mine.text, migratingRole: old.server.migratingRole },
    { text: theirs.text, migratingRole: rebuilt.server.migratingRole },
  ] as const
  const {
    entries,
    explained,
    findings: unexplained,
  } = secondOpinion(...sides, {
    findings,
    noticed,
  })
  const differing = explained + unexplained.length
  const detail = `${counted(entries, 'object')} as ${mine.by} prints them: ${
    differing === 0
      ? 'none differs'
      : `${formatNumber(differing)} ${differing === 1 ? 'differs' : 'differ'}, ${unexplained.length === 0 ? 'each' : formatNumber(explained)} explained by a finding`
  }`
  return {
    said: { outcome: unexplained.length === 0 ? 'agrees' : 'differs', detail },
    findings: unexplained,
  }
}

/** What the comparison of the models has seen to differ, forgiven or not. */
export function noticedIn({ pairs, deltas, echoes }: CompareResult): Address[] {
  const objects = [
    ...pairs.missing,
    ...pairs.added,
    ...pairs.renamed.flat(),
    ...deltas.flatMap((delta) => ('old' in delta ? [delta.old] : [])),
  ]
  return [...objects.map(({ address }) => address), ...[...echoes.keys()].map(addressOf)]
}

const notAsked = (detail: string) => ({
  said: { outcome: 'not asked', detail } as const,
  findings: [],
})

function whyNot(...dumps: readonly Dumped['dump'][]): string {
  for (const dump of dumps) if (dump?.status === 'not made') return dump.why
  return 'nothing was dumped'
}
