import fs, { readFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { apply, recover, undo } from '../../export/apply.ts'
import type { Journal } from '../../export/journal.ts'
import { withLock } from '../../project/lock.ts'
import { findProject } from '../../project/project.ts'

// Applies the journal in a file, or takes an export back, and is killed before its nth change of the disk; says how
// many there were where it lives on. Whoever changes it, and by what call, is counted.
const [migrations = '', what = '', before = ''] = process.argv.slice(2)

let changes = 0
const change = (): void => {
  changes += 1
  if (changes === Number(before)) process.kill(process.pid, 'SIGKILL')
}

type Call = (...given: unknown[]) => Promise<unknown>
const calls = fs.promises as unknown as Record<string, Call>
const CHANGING = ['chmod', 'copyFile', 'link', 'mkdir', 'rename', 'rm', 'rmdir', 'symlink'] as const
for (const name of [...CHANGING, 'unlink', 'utimes', 'writeFile', 'truncate', 'cp']) {
  const original = calls[name]
  calls[name] = (...given) => {
    change()
    return original ? original(...given) : Promise.reject(new Error(`${name} is no call`))
  }
}
const open = calls['open'] as (...given: unknown[]) => Promise<FileHandle>
calls['open'] = async (...given) => {
  const isReading = given[1] === undefined || given[1] === 'r'
  if (!isReading) change()
  const file = await open(...given)
  for (const name of ['writeFile', 'chmod', 'truncate'] as const) {
    const original = file[name].bind(file) as Call
    Object.assign(file, {
      [name]: (...words: unknown[]) => {
        change()
        return original(...words)
      },
    })
  }
  return file
}
syncBuiltinESMExports()

const project = findProject(migrations)
if (what === 'undo') await undo(project)
else if (what === 'recover') await recover(project)
else {
  const journal = JSON.parse(readFileSync(what, 'utf8')) as Journal
  await withLock(project, { doing: 'exporting' }, () => apply(project, journal))
}
process.stdout.write(`${changes}\n`)
