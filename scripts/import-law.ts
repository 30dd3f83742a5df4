// Checks which rooms may know which: see "Import law" in CONTRIBUTING.md.
import { fileURLToPath } from 'node:url'
import { judge } from './import-law/law.ts'

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url))
const { modules, imports, violations } = judge(root)

for (const violation of violations) console.log(violation)
const outcome =
  violations.length === 0
    ? 'no violation'
    : `${violations.length} violation${violations.length === 1 ? '' : 's'}`
console.log(`import law: ${modules} modules, ${imports} imports, ${outcome}`)
if (violations.length > 0) process.exitCode = 1
