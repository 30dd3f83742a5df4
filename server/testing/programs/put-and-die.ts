import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { putTogether } from '../../snapshot/put.ts'

// Puts a text into files, and is killed before its nth change of the disk; says how many there were where it lives on.
const [text = '', before = '', ...paths] = process.argv.slice(2)

let changes = 0
const watch = (): void => {
  changes += 1
  if (changes === Number(before)) process.kill(process.pid, 'SIGKILL')
}

const files = paths.map((path) => ({
  path,
  was: { bytes: readFileSync(path), mode: 0o644 },
  text,
}))
await putTogether(dirname(paths[0] ?? ''), files, watch)
process.stdout.write(String(changes))
