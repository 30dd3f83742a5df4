import { once } from 'node:events'
import { findProject } from '../../project/project.ts'
import { appendToReview } from '../../review/store.ts'
import { reviewStatement } from '../review-statement.ts'

// Puts entries into the log of a review, so many times once it is told to, or until it is killed; says each that is in.
const [folder = '', name = '', times = 'Infinity'] = process.argv.slice(2)
const project = findProject(folder)
if (Number.isFinite(Number(times))) {
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  process.stdin.destroy()
}
for (let round = 0; round < Number(times); round += 1) {
  await appendToReview(project, 'signing', async () => {
    const entry = reviewStatement({ person: { name, email: '' }, note: `${name} ${round}` })
    return { entries: [entry], covered: new Map() }
  })
  process.stdout.write(`${round}\n`)
}
