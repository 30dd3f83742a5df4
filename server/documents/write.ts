// Writes the pages of docs/ that are generated: `npm run docs`.
import { writeFileSync } from 'node:fs'
import { PAGES, pageOf } from './pages.ts'

for (const page of await Promise.all(PAGES.map(pageOf))) writeFileSync(page.file, page.has)
