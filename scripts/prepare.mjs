// Runs before `npm start`, `npm test` and `npm run rebaseline`: installs and builds what is missing.
// It has no dependencies, since it brings them, and says everything on stderr, since stdout may be one JSON document.
import { fileURLToPath } from 'node:url'
import { nodeProblem } from './prepare/node-version.mjs'
import { Problem } from './prepare/problem.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

async function prepare() {
  const problem = nodeProblem(root, process.versions.node)
  if (problem) throw new Problem(problem)
  // Loaded after the check: an old Node would fail on what these files use, with a worse message.
  const { installIfMissing } = await import('./prepare/install.mjs')
  const { buildIfChanged } = await import('./prepare/build.mjs')
  await installIfMissing(root)
  await buildIfChanged(root)
}

/** @param {NodeJS.ErrnoException} error */
function told(error) {
  if (error.code === 'ENOSPC') return 'The disk is full: make room, then run this command again.'
  return error instanceof Problem ? error.message : error.stack
}

await prepare().catch((error) => {
  process.stderr.write(`${told(error)}\n`)
  process.exitCode = 1
})
