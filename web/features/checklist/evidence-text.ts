import type { ItemEvidence } from '../../../shared/checklist.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import { kindName } from '../../lib/kind-names.ts'

/** `0 differences` never stands alone: `1 blocks, 2 acceptable, in 601 objects compared`. */
export function evidenceText({ counts, blocking, acceptable }: ItemEvidence): string {
  const compared = counts.reduce((total, { old, rebuilt }) => total + Math.max(old, rebuilt), 0)
  const where =
    compared === 0 ? 'nothing of these kinds exists' : `${counted(compared, 'object')} compared`
  if (blocking + acceptable === 0) return `0 differences; ${where}`
  const parts = [
    ...(blocking > 0 ? [`${formatNumber(blocking)} ${blocking === 1 ? 'blocks' : 'block'}`] : []),
    ...(acceptable > 0 ? [`${formatNumber(acceptable)} acceptable`] : []),
  ]
  return `${parts.join(', ')}; ${where}`
}

/** `61 tables`, `61 tables (62 rebuilt)` */
export function kindText({ kind, old, rebuilt }: ItemEvidence['counts'][number]): string {
  const words = counted(old, kindName(kind))
  return old === rebuilt ? words : `${words} (${formatNumber(rebuilt)} rebuilt)`
}
