import {
  behaviourOutcome,
  behaviourWords,
  caseWords,
  type BehaviourCase,
} from '../../shared/behaviour.ts'
import {
  caughtIn,
  changesWords,
  faultWords,
  plantedOutcome,
  plantedWords,
} from '../../shared/planted.ts'
import type { Planted, PlantedFault } from '../../shared/planted.ts'
import { KIND_NAMES } from '../../shared/kinds.ts'
import { formatNumber } from '../../shared/report.ts'
import type { ExitCode } from './command.ts'
import { visible } from './visible.ts'

/** So many of what could not be tried are written out. */
const MOST = 20

/** What came of the planted faults, as people read it in a terminal. */
export function plantedLines(planted: Planted | undefined): string[] {
  if (!planted) return []
  const { caughtOf = [], escaped, strange, spared } = planted
  return [
    `Planted faults: ${plantedOutcome(planted) === 'unknown' ? 'could not tell: ' : ''}${plantedWords(planted)}`,
    ...caughtOf.map(
      (each) =>
        `  caught: ${KIND_NAMES[each.kind]} ${formatNumber(caughtIn(each))}: ${visible(changesWords(each))}`,
    ),
    ...escaped.map((fault) => `  ✗ escaped: ${lineOf(fault)}`),
    ...strange.map((finding) => `  ✗ found without a fault: ${visible(finding)}`),
    ...spared.slice(0, MOST).map((fault) => `  not planted: ${lineOf(fault)}`),
    ...(spared.length > MOST
      ? [`  … and ${formatNumber(spared.length - MOST)} more not planted (--json has all)`]
      : []),
    ...behaviourLines(planted.behaviour),
  ]
}

/** What both sides did with rows that break their constraints. */
function behaviourLines(behaviour: Planted['behaviour']): string[] {
  if (!behaviour) return []
  if ('why' in behaviour) return [`Behaviour: not tried: ${visible(behaviour.why)}`]
  const { differing, accepted, untried } = behaviour
  const isUnknown = behaviourOutcome(behaviour) === 'unknown'
  const line = (of: BehaviourCase, said: string): string =>
    `${visible(caseWords(of))}: ${visible(said)}`
  return [
    `Behaviour: ${isUnknown ? 'could not tell: ' : ''}${behaviourWords(behaviour)}`,
    ...differing.flatMap((each) => [
      `  ✗ ${line(each, `old: ${each.detail}, rebuilt: ${each.rebuilt ?? ''}`)}`,
      ...(each.row === null ? [] : [`      ${visible(each.row)}`]),
    ]),
    ...accepted.map((each) => `  taken by both: ${line(each, each.detail)}`),
    ...untried.slice(0, MOST).map((each) => `  not tried: ${line(each, each.detail)}`),
    ...(untried.length > MOST
      ? [`  … and ${formatNumber(untried.length - MOST)} more not tried (--json has all)`]
      : []),
  ]
}

const lineOf = (fault: PlantedFault): string =>
  `${visible(faultWords(fault))}: ${visible(fault.detail)}`

/** A comparison that misses what it is shown, or tells of more, can't be told by; nor is it tested where nothing could be planted. */
export const plantedExit = (planted: Planted | undefined, exit: ExitCode): ExitCode =>
  planted && plantedOutcome(planted) !== 'holds' ? 2 : exit
