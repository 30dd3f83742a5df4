import { findProject } from '../../project/project.ts'
import { withLock } from '../../project/lock.ts'
import { readState, writeState } from '../../project/state-files.ts'

// Either holds the lock until it is killed, or counts up a file under the lock so many times.
const [folder = '', times] = process.argv.slice(2)
const project = findProject(folder)
if (times === undefined) {
  await withLock(project, { doing: 'holding on' }, async () => {
    process.stdout.write('held\n')
    await new Promise((resolve) => setTimeout(resolve, 600_000))
  })
} else {
  for (let round = 0; round < Number(times); round += 1) {
    await withLock(project, { doing: 'counting', patience: 60_000 }, async () => {
      const before = Number(await readState(project, 'count.json'))
      await writeState(project, 'count.json', String(before + 1))
    })
  }
}
