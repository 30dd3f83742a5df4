// `npm run nightly`: random schemas there and back, of another seed each night, and the corpus on the majors that
// `npm test` leaves out. `-- SEED COUNT` tries the schemas of a seed again.
import { spawnSync } from 'node:child_process'
import { root } from './test/run.mjs'

const [seed = String(Math.floor(Date.now() / 1000)), count = '2000'] = process.argv.slice(2)
console.log(
  `${count} random schemas of seed ${seed}: npm run nightly -- ${seed} ${count} tries them again`,
)
/**
 * Runs one file of tests.
 * @param {string} file
 * @param {Record<string, string>} environment
 */
const run = (file, environment) =>
  spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'database', file],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...environment } },
  ).status ?? 1

const failed = [
  run('server/corpus/random/random.db.test.ts', {
    REBASELINE_RANDOM_SEED: seed,
    REBASELINE_RANDOM_COUNT: count,
  }),
  ...[14, 16, 17].map((major) =>
    run('server/corpus/corpus-others.db.test.ts', { REBASELINE_MAJORS: String(major) }),
  ),
]
process.exitCode = Math.max(...failed)
