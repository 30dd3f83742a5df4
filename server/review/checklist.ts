import {
  ITEM_IDS,
  ITEMS,
  type Checklist,
  type ChecklistItem,
  type ItemId,
  type Person,
} from '../../shared/checklist.ts'
import { blocks, DIFFERENCE_CLASSES } from '../../shared/finding.ts'
import { counted } from '../../shared/report.ts'
import { entryText } from './log.ts'
import {
  classesOf,
  obstacles,
  obstaclesTo,
  signedState,
  unacknowledged,
  type AcceptableClass,
  type Standing,
} from './standing.ts'

/** The checklist as people see it. */
export function checklistOf(standing: Standing, person: Person | null): Checklist {
  const { run, review } = standing
  return {
    run: run?.number ?? 0,
    items: ITEM_IDS.map((item) => itemOf(item, standing)),
    acknowledgements: classesOf(standing).map(acknowledgementOf),
    person,
    log: review.log.map((entry) => ({
      at: entry.at,
      person: entry.person,
      what: entryText(entry),
      note: entry.note,
      hash: entry.hash,
    })),
    broken: review.broken,
  }
}

/** Why an export is not allowed now; empty where it is. */
export function refusalsOf(standing: Standing): string[] {
  const general = obstacles(standing)
  if (general.length > 0 || !standing.run) return general
  const blocking = standing.run.comparison.findings.filter(blocks).length
  const that = blocking === 1 ? 'blocks' : 'block'
  return [
    ...(blocking > 0 ? [`${counted(blocking, 'difference')} ${that}`] : []),
    ...unacknowledged(standing),
    ...ITEM_IDS.flatMap((item) => refusalOf(item, standing)),
  ]
}

function refusalOf(item: ItemId, standing: Standing): string[] {
  const signed = signedState(item, standing)
  if (!signed) return [`“${ITEMS[item]}” is not signed`]
  if (signed.state === 'current') return []
  return [`“${ITEMS[item]}” changed since it was signed: ${signed.changed.join(', ')}`]
}

function itemOf(id: ItemId, standing: Standing): ChecklistItem {
  const evidence = standing.run?.evidence[id]
  const signed = signedState(id, standing)
  return {
    id,
    title: ITEMS[id],
    evidence: evidence
      ? {
          counts: evidence.counts,
          blocking: evidence.blocking,
          acceptable: evidence.acceptable,
          hash: evidence.hash,
          ...(evidence.leftOut ? { leftOut: evidence.leftOut } : {}),
          ...(evidence.rowHashes ? { rowHashes: evidence.rowHashes } : {}),
          ...(evidence.sensitive ? { sensitive: evidence.sensitive } : {}),
        }
      : null,
    signOff: signed
      ? {
          person: signed.entry.person,
          note: signed.entry.note,
          at: signed.entry.at,
          state: signed.state,
          changed: [...signed.changed],
          rewritten: signed.rewritten,
        }
      : null,
    obstacles: obstaclesTo(id, standing),
  }
}

const acknowledgementOf = ({
  name,
  findings,
  hash,
  entry,
  state,
}: AcceptableClass): Checklist['acknowledgements'][number] => ({
  class: name,
  means: DIFFERENCE_CLASSES[name].means,
  count: findings.length,
  hash,
  given:
    entry && state !== 'none'
      ? { person: entry.person, reason: entry.note, at: entry.at, state }
      : null,
})
