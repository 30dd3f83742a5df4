// `npm run nightly`: random schemas there and back, of another seed each night. `-- SEED COUNT` tries those
// of a seed again.
import { spawnSync } from 'node:child_process'
import { root } from './test/run.mjs'

const [seed = String(Math.floor(Date.now() / 1000)), count = '2000'] = process.argv.slice(2)
console.log(
  `${count} random schemas of seed ${seed}: npm run nightly -- ${seed} ${count} tries them again`,
)
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'database',
    'server/corpus/random/random.db.test.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, REBASELINE_RANDOM_SEED: seed, REBASELINE_RANDOM_COUNT: count },
  },
)
process.exitCode = status ?? 1
