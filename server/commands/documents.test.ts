import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../place.ts'
import { COMMANDS } from './all.ts'
import { COMMON_OPTIONS } from './options.ts'

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'examples/studio/README.md',
  'docker-compose.yml',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

/** A call of the program, or of a script of this repository, to the end of its line or of its code. */
const CALL = /(?:npm run -s rebaseline --|npx rebaseline) ((?:[^`\n\\]|\\\n)+)/g
const SCRIPT = /\bnpm run (?:-s )?([a-z:]+)/g

test.each(DOCUMENTS)('%s names commands and options that there are', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8')
  for (const [, words = ''] of text.matchAll(CALL)) {
    if (words.startsWith('<')) continue
    const [first = ''] = words.split(' ')
    const called = first.startsWith('--') ? 'ui' : first
    const command = COMMANDS.find((each) => each.name === called)
    expect([words, command?.name]).toEqual([words, called])
    const own = new Set<string>([...(command?.options ?? []), ...COMMON_OPTIONS])
    const named = [...words.matchAll(/ --([a-z-]+)/g)].map(([, option = '']) => option)
    expect([words, named.filter((option) => !own.has(option))]).toEqual([words, []])
  }
})

test.each(DOCUMENTS)('%s names scripts that there are', (name) => {
  const text = readFileSync(join(ROOT, name), 'utf8')
  const manifest = readFileSync(join(ROOT, 'package.json'), 'utf8')
  const { scripts } = JSON.parse(manifest) as { scripts: Record<string, string> }
  const named = [...text.matchAll(SCRIPT)].map(([, word = '']) => word)
  expect(named.filter((word) => !Object.hasOwn(scripts, word))).toEqual([])
})

test('docs/commands.md names every variable of the environment that the program reads', () => {
  const server = join(ROOT, 'server')
  const sources = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !/\.test\.ts$|^(testing|corpus)\b/.test(name),
  )
  const read = sources.flatMap((name) =>
    [...readFileSync(join(server, name), 'utf8').matchAll(/'(REBASELINE_[A-Z_]+)'/g)].map(
      ([, variable = '']) => variable,
    ),
  )
  expect(read).toContain('REBASELINE_SERVER_URL')
  const text = readFileSync(join(ROOT, 'docs', 'commands.md'), 'utf8')
  expect(read.filter((variable) => !text.includes(variable))).toEqual([])
})

test('docker-compose.yml starts two servers of one image that can be named, on this machine only, with the ports that docs/questions.md names', () => {
  const compose = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
  const page = readFileSync(join(ROOT, 'docs', 'questions.md'), 'utf8')
  const [common = '', services = ''] = compose.split(/^services:$/m)
  expect(common).toMatch(/^ {2}image: \$\{REBASELINE_IMAGE:-postgres:\d+\}$/m)
  expect(common).toMatch(/^ {2}healthcheck:\n(?: {4}#.*\n)? {4}test: \[CMD-SHELL, pg_isready /m)
  const servers = services.matchAll(
    /^ {2}(\w+):\n {4}<<: \*postgres\n {4}ports:\n {6}- 127\.0\.0\.1:\$\{\w+:-(\d+)\}:5432$/gm,
  )
  const found = [...servers].map(([, name = '', port = '']) => [name, port])
  expect(found.map(([name]) => name)).toEqual(['old', 'rebuilt'])
  for (const [name = '', port = ''] of found) {
    expect(page).toContain(`--${name}-server postgres://postgres:rebaseline@127.0.0.1:${port}/`)
  }
})

test('README leads to the first result within a screen, and to every page of docs/', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const lines = readme.split('\n')
  expect(lines.findIndex((line) => line.startsWith('npx rebaseline verify'))).toBeLessThan(40)
  expect(lines.length).toBeLessThan(80)
  const pages = DOCUMENTS.filter((name) => name.startsWith('docs/'))
  expect(pages.filter((name) => !readme.includes(`](${name})`))).toEqual([])
})

test.each(DOCUMENTS.filter((name) => name.endsWith('.md')))(
  '%s leads to files and headings that are there',
  (name) => {
    const text = readFileSync(join(ROOT, name), 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)]
    const broken = links.filter(([, path = '', heading]) => {
      const file = path === '' ? join(ROOT, name) : join(ROOT, dirname(name), path)
      if (!existsSync(file)) return true
      if (heading === undefined) return false
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(
        ([, words = '']) => words,
      )
      return !headings.some((words) => slugOf(words) === heading)
    })
    expect(broken.map(([link]) => link)).toEqual([])
  },
)

const slugOf = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
