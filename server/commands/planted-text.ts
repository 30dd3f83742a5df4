import type { Planted, PlantedFault } from '../../shared/planted.ts'
import { counted, formatNumber } from '../../shared/report.ts'
import type { ExitCode } from './command.ts'
import { visible } from './visible.ts'

/** So many of what could not be tried are written out. */
const MOST = 20

/** What came of the planted faults, as people read it in a terminal. */
export function plantedLines(planted: Planted | undefined): string[] {
  if (!planted) return []
  const { caught, rounds, objects, escaped, strange, spared } = planted
  return [
    `Planted faults: ${formatNumber(caught)} of ${formatNumber(planted.planted)} caught, in ${counted(rounds, 'round')}, on ${counted(objects, 'object')}`,
    ...escaped.map((fault) => `  ✗ escaped: ${lineOf(fault)}`),
    ...strange.map((finding) => `  ✗ found without a fault: ${visible(finding)}`),
    ...spared.slice(0, MOST).map((fault) => `  not planted: ${lineOf(fault)}`),
    ...(spared.length > MOST
      ? [`  … and ${formatNumber(spared.length - MOST)} more not planted (--json has all)`]
      : []),
  ]
}

const lineOf = ({ object, change, detail }: PlantedFault): string =>
  `${visible(object)}, ${visible(change)}: ${visible(detail)}`

/** A comparison that misses what it is shown, or tells of more, can't be told by. */
export const plantedExit = (planted: Planted | undefined, exit: ExitCode): ExitCode =>
  planted && planted.escaped.length + planted.strange.length > 0 ? 2 : exit
