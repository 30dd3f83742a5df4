import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  files: readonly string[]
}
const packed = [...files, 'README.md', 'LICENSE', 'package.json']
const kept = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0')
const shipped = kept.filter((file) =>
  packed.some((name) => file === name || file.startsWith(`${name}/`)),
)
const pages = shipped.filter((file) => file.endsWith('.md'))

test.each(pages)('what %s links to is in the package too', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[^]*?```|`[^`\n]*`/g, '')
  const lost = [...text.matchAll(/\]\(([^()\s#]+)(?:#[^()\s]*)?\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !/^[a-z]+:/.test(to))
    .filter((to) => {
      const file = normalize(join(dirname(page), to)).replace(/\/$/, '')
      return !shipped.some((other) => other === file || other.startsWith(`${file}/`))
    })
  expect(lost).toEqual([])
})
