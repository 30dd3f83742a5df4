import { findProject } from '../../project/project.ts'
import { writeState } from '../../project/state-files.ts'

// Writes a large state file over and over, each time of another letter, until it is killed.
const project = findProject(process.argv[2] ?? '')
for (let round = 0; ; round += 1) {
  const letter = 'abcdefghij'[round % 10] ?? ''
  await writeState(project, 'big.json', letter.repeat(500_000))
  process.stdout.write(`${round}\n`)
}
