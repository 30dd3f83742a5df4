import { readFileSync } from 'node:fs'
import { apply, recover, undo } from '../export/apply.ts'
import type { Journal } from '../export/journal.ts'
import { withLock } from '../project/lock.ts'
import { findProject } from '../project/project.ts'

// Applies the journal in a file, or takes an export back, and is killed before its nth change of the disk.
const [migrations = '', what = '', before = ''] = process.argv.slice(2)
const project = findProject(migrations)
let left = Number(before)
const watch = (): void => {
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

if (what === 'undo') await undo(project, watch)
else if (what === 'recover') await recover(project, watch)
else {
  const journal = JSON.parse(readFileSync(what, 'utf8')) as Journal
  await withLock(project, { doing: 'exporting' }, () => apply(project, journal, watch))
}
