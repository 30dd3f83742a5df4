import type { RegeneratedObject } from '../../../shared/draft.ts'
import { counted } from '../../../shared/report.ts'

type Told = Omit<RegeneratedObject, 'drafts' | 'line'>

/** What became of an object, in one or two sentences. */
export function regeneratedText({ name, replaced, added, removed, unsure }: Told): string {
  const parts = [
    ...(replaced > 0 ? [`${counted(replaced, 'statement')} replaced`] : []),
    ...(added > 0 ? [`${counted(added, 'statement')} added`] : []),
    ...(removed > 0 ? [`${counted(removed, 'statement')} removed`] : []),
  ]
  const done =
    parts.length === 0
      ? `${name} was as it is generated already.`
      : `${name} is as it is generated: ${parts.join(', ')}.`
  if (unsure.length === 0) return done
  const lines = unsure.length === 1 ? `line ${unsure[0]} makes` : `lines ${unsure.join(', ')} make`
  return `${done} What ${lines} is only known when it runs: verify again, to see that nothing is made twice.`
}

/** The lines that a refusal names, each once. */
export const linesNamed = (message: string): readonly number[] => [
  ...new Set([...message.matchAll(/\bline (\d+)\b/g)].map(([, line]) => Number(line))),
]
