import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from '../commands/all.ts'
import { applyExport, planExport } from '../export/export.ts'
import { exportable, UP } from '../testing/exportable.ts'

const FILES = {
  'package.json': '{ "name": "studio" }\n',
  'NOTES.md': '# Notes\n',
  'migrations/001_users.ts': UP,
  'migrations/050_last.ts': UP,
}

const CALLS = {
  npm: { exec: 'npx rebaseline', run: 'npm run db:rebuild -- --yes-drop NAME' },
  pnpm: { exec: 'pnpm exec rebaseline', run: 'pnpm run db:rebuild --yes-drop NAME' },
  yarn: { exec: 'yarn run rebaseline', run: 'yarn run db:rebuild --yes-drop NAME' },
} as const

test.each([
  ['npm', {}],
  ['npm', { 'package-lock.json': '{}' }],
  ['pnpm', { 'pnpm-lock.yaml': '' }],
  ['yarn', { 'yarn.lock': '' }],
  ['pnpm', { 'package.json': '{ "packageManager": "pnpm@10.1.0" }', 'yarn.lock': '' }],
] as const)(
  'the notes speak %s where the project shows %j, of scripts that the export added',
  async (name, more) => {
    const { folder, request } = await exportable({ ...FILES, ...more })
    const { hash, steps } = await planExport({ ...request, notes: join(folder, 'NOTES.md') })
    await applyExport({ ...request, notes: join(folder, 'NOTES.md') }, hash)
    const textOf = (path: string): string => steps.find((step) => step.path === path)?.after ?? ''
    const notes = textOf('NOTES.md')
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }
    expect(notes).toContain(`\`${CALLS[name].run}\``)
    expect(notes).toContain(`\`${CALLS[name].exec} branches --migrations migrations\``)
    expect(notes).toContain('`migrations/051_what_it_does.ts`')
    const named = [...notes.matchAll(/`(?:npm|pnpm|yarn) run ([\w:]+)([^`]*)`/g)]
    const own = named.filter(([, script]) => script !== 'rebaseline')
    expect(own.length).toBeGreaterThan(5)
    expect(
      own.map(([, script = '']) => script).filter((script) => !Object.hasOwn(scripts, script)),
    ).toEqual([])
    for (const [, words = ''] of notes.matchAll(/rebaseline ([a-z]+ --[^`]*)`/g)) {
      const command = COMMANDS.find((each) => each.name === words.split(' ')[0])
      const options = [...words.matchAll(/ --([a-z-]+)/g)].map(([, option = '']) => option)
      const known: readonly string[] = command?.options ?? []
      expect([words, options.filter((option) => !known.includes(option))]).toEqual([words, []])
    }
  },
)
