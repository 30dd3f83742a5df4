import { secondOpinion } from '../second-opinion/opinion.ts'
import type { CompareResult } from '../compare/compare.ts'
import type { Finding, SecondOpinion } from '../../shared/finding.ts'
import { addressOf, type Address } from '../../shared/model.ts'
import { counted, formatNumber } from '../../shared/report.ts'
import type { Side } from './read-side.ts'

/** What pg_dump says of two sides, in words, and what it found that no finding explains. */
export function opinionOf(
  old: Side,
  rebuilt: Side,
  result: CompareResult,
  findings: readonly Finding[],
): { readonly said: SecondOpinion; readonly findings: readonly Finding[] } {
  const [mine, theirs] = [old.dump, rebuilt.dump]
  if (mine?.status !== 'made' || theirs?.status !== 'made') return notAsked(whyNot(mine, theirs))
  if (old.model.server.major !== rebuilt.model.server.major) {
    return notAsked('it prints databases of two majors differently')
  }
  const sides = [
    { text: mine.text, migratingRole: old.model.server.migratingRole },
    { text: theirs.text, migratingRole: rebuilt.model.server.migratingRole },
  ] as const
  const {
    entries,
    explained,
    findings: unexplained,
  } = secondOpinion(...sides, {
    findings,
    noticed: noticedIn(result),
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

function noticedIn({ pairs, deltas, echoes }: CompareResult): Address[] {
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

function whyNot(...dumps: readonly Side['dump'][]): string {
  for (const dump of dumps) if (dump?.status === 'not made') return dump.why
  return 'nothing was dumped'
}
