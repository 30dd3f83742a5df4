import type { LineView } from '../../shared/line-choice.ts'
import type { Scene } from './scene.ts'
import { untouched } from './states.ts'
import { studio } from './studio.ts'

const NAMES = { baseline: '001_baseline', seed: '002_seed_definitions' }
const migrations = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${String(at + 1).padStart(3, '0')}_step`)

const viewOf = (names: readonly string[]): LineView => ({
  choices: names.map((last, at) => {
    const later = names.length - at - 1
    const own = last.slice(0, 3)
    const isLate = later > 0 && at > 0
    return {
      last,
      replaced: at + 1,
      later,
      names: isLate ? { baseline: `${own}_baseline`, seed: `${own}_seed_definitions` } : NAMES,
      why: isLate
        ? `002_seed_definitions sorts after ${names[at]}_x, which stays and has to run after the baseline and the seed`
        : null,
    }
  }),
  chosen: null,
  saidBy: 'nothing',
  configured: null,
  problem: null,
})

/** Nobody drew a line. */
export const ALL_REPLACED = viewOf(migrations(52))

/** A line of 500 migrations with long names, said by the configuration. */
export const manyLines: Scene = {
  ...studio,
  line: {
    ...viewOf(migrations(500).map((name) => `${name}_${'with_a_long_name_'.repeat(6)}`)),
    chosen: `250_step_${'with_a_long_name_'.repeat(6)}`,
    saidBy: 'the configuration',
  },
}

/** A line whose migration is gone. */
export const lostLine: Scene = {
  ...untouched,
  line: {
    ...ALL_REPLACED,
    chosen: '0007_gone',
    saidBy: 'the page',
    problem:
      'Could not find the squash line "0007_gone" in /home/ada/studio/migrations: no migration has that name; the nearest are 007_step, 006_step, 008_step',
  },
}
