import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { beginDrafts, replaceDrafts } from '../../drafts/drafts.ts'
import { findProject } from '../../project/project.ts'

// Begins or changes both drafts of a project, and is killed before the nth file gets its name; says how many there were
// where it lives on.
const [migrations = '', what = '', before = ''] = process.argv.slice(2)

let names = 0
const rename = fs.promises.rename
fs.promises.rename = async (...given) => {
  names += 1
  if (names === Number(before)) process.kill(process.pid, 'SIGKILL')
  return rename(...given)
}
syncBuiltinESMExports()

const project = findProject(migrations)
const texts = { baseline: 'mended', seed: 'more' }
const files = { baseline: '001_baseline', seed: '002_seed_definitions' }
if (what === 'begin') await beginDrafts(project, files, texts)
else await replaceDrafts(project, 'Mend', () => Promise.resolve({ texts }))
process.stdout.write(`${names}\n`)
