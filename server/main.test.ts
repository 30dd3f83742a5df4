import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMANDS } from './commands/all.ts'
import { maskOf } from './commands/masking.ts'
import { OPTIONS } from './commands/options.ts'
import { builtFile } from './place.ts'
import { cli, documentOf, startCli } from './testing/cli.ts'
import { hear } from './testing/hear.ts'
import { projectFolder } from './testing/project-folder.ts'

test.each([[['--help']], [['-h']], [['help']]])('%s lists every command', async (words) => {
  const { code, stdout: out } = await hear(words)
  expect(code).toBe(0)
  for (const { name, hidden } of COMMANDS) {
    if (hidden) expect(out).not.toContain(`  ${name} `)
    else expect(out).toContain(`\n  ${name} `)
  }
})

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  '%s --help shows an example and each of its options, and nothing else',
  async (name, { example, options }) => {
    const { code, stdout: out } = await hear([name, '--help'])
    expect(code).toBe(0)
    expect(out).toContain(`Example: ${example}`)
    const shown = [...out.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option]) => option)
    expect(shown).toStrictEqual([...options, 'json', 'help'])
  },
)

test('--version says what package.json says', async () => {
  expect((await hear(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+$/)
})

test.each<[string, string[], RegExp]>([
  [
    'an unknown command',
    ['histroy'],
    /there is no command histroy\nThe commands are: ui, history, drift, gen/,
  ],
  [
    'no old side',
    ['verify', '--baseline', 'b'],
    /exactly one of --migrations DIR, --provider FILE, --database URL and --dump FILE/,
  ],
  ['no words at all', [], /either --migrations DIR, or --old URL and --rebuilt URL/],
  [
    'two old sides',
    ['verify', '--migrations', 'm', '--database', 'postgres://h/d', '--baseline', 'b'],
    /exactly one of/,
  ],
  ['an unknown option', ['verify', '--migratoins', 'm'], /there is no option --migratoins/],
  ['an option of another command', ['compare', '--out', 'x', 'a', 'b'], /--out is no option of/],
  ['an option given twice', ['verify', '--seed', 'a', '--seed', 'b'], /--seed is given more than/],
  ['an empty value', ['verify', '--migrations', ''], /--migrations has an empty value/],
  ['a value that is missing', ['verify', '--migrations'], /--migrations lacks its value/],
  ['an option for a value', ['verify', '--seed', '--json'], /--seed lacks its value: an option/],
  ['a word that every object knows', ['verify', '--constructor'], /there is no option --constr/],
  ['a value where none belongs', ['snapshot', '--check=1'], /--check' does not take an argument/],
  [
    'a database of no dump',
    ['generate', '--database', 'postgres://h/d', '--dump-database', 'a', '--out', 'o'],
    /--dump-database says which database of --dump FILE/,
  ],
  [
    'two old sides',
    ['generate', '--dump', 'a.sql', '--migrations', 'm', '--out', 'o'],
    /exactly one of/,
  ],
  [
    '--provider',
    ['generate', '--provider=x.ts', '--out=o'],
    /--provider names .*x\.ts, which is not there/,
  ],
  [
    'a command after drafts',
    ['verify', '--then', 'true', '--migrations', 'server'],
    /--then goes with --baseline/,
  ],
  ['a further word', ['verify', 'migrations'], /verify takes no further word: migrations/],
  ['one side only', ['compare', 'postgres://h/d'], /compare lacks REBUILT/],
  ['a side that is nothing', ['compare', 'nowhere', 'x'], /nowhere is no database URL, no folder/],
  [
    'a port that is none',
    ['ui', '--port', '1e3', '--old', 'postgres://h/a', '--rebuilt', 'postgres://h/b'],
    /--port takes a whole number from 0 to 65535, not "1e3"/,
  ],
  [
    'a page of two things',
    ['ui', '--old', 'postgres://h/a', '--migrations', 'm'],
    /--migrations does not go with --old/,
  ],
  [
    'a check that writes',
    ['snapshot', '--check', '--database', 'postgres://h/d', '--baseline', 'b', '--out', 'o'],
    /--out means nothing with --check/,
  ],
  ['a snapshot of nothing', ['snapshot', '--out', 'o'], /DATABASE_URL is not set/],
  [
    'a baseline in the place of the old migrations',
    ['generate', '--migrations', 'server', '--out', './server/'],
    /--out is the folder of the old migrations/,
  ],
])('%s is a usage error', async (_what, words, said) => {
  const { code, stdout: out, stderr: error } = await hear(words)
  expect([code, words.includes('--json') ? '' : out]).toStrictEqual([2, ''])
  expect(error).toMatch(said)
  expect(error).not.toMatch(/^\s+at /m)
})

test('a link to the folder of the old migrations is no place for the baseline', async () => {
  const project = projectFolder({ 'migrations/001.ts': '' })
  const [folder, link] = [join(project, 'migrations'), join(project, 'link')]
  symlinkSync(folder, link, 'junction')
  for (const [old, out] of [
    [folder, link],
    [link, folder],
  ] as const) {
    const { code, stderr: error } = await hear(['generate', '--migrations', old, '--out', out])
    expect([code, error]).toStrictEqual([
      2,
      expect.stringMatching(/--out is the folder of the old/),
    ])
  }
})

test.each<[string, NodeJS.ProcessEnv, string[], RegExp]>([
  ['a major that is none', { REBASELINE_POSTGRES: '13' }, [], /REBASELINE_POSTGRES is "13"/],
  ['a server that is none', { REBASELINE_SERVER_URL: 'localhost' }, [], /after REBASELINE_SERVER/],
  ['a server option', {}, ['--server', 'mysql://h/d'], /Could not read the URL after --server/],
  ['a major too new', {}, ['--postgres', '19'], /--postgres takes a whole number from 14 to 18/],
  [
    'a major of a server that has its own',
    {},
    ['--postgres', '15', '--server', 'postgres://h/d'],
    /--postgres chooses the embedded server/,
  ],
  ['a time limit', {}, ['--time-limit', 'soon'], /--time-limit takes a whole number/],
  ['no tables', {}, ['--seed', 'a,,b'], /--seed takes all, none, or names/],
  ['no tables left out', {}, ['--seed-except', 'a,'], /--seed-except takes names of tables/],
  [
    'tables taken out of some',
    {},
    ['--seed', 'a', '--seed-except', 'b'],
    /beside it --seed can only be all/,
  ],
])('%s is refused before anything starts', async (_what, variables, more, said) => {
  const words = ['compare', 'server', 'shared', ...more]
  const { code, stderr: error } = await hear(words, variables)
  expect([code, error]).toStrictEqual([2, expect.stringMatching(said)])
  expect(error).not.toContain('Starting')
})

test('with --json an error is the one document on stdout', async () => {
  const { code, stdout: out } = await hear(['verify', '--json', '--nonsense'])
  expect(code).toBe(2)
  expect(JSON.parse(out)).toStrictEqual({
    error: {
      code: 'usage',
      message: 'Could not understand the command line: there is no option --nonsense',
      help: 'Run the command with --help to see its options.',
    },
  })
})

test.each([
  ['of a misspelled URL', ['compare', 'postgress://me:hunter2secret@host/db', 'x']],
  ['of an unknown command', ['postgres://me:hunter2secret@host/db']],
  ['of a further word', ['verify', 'postgres://me:hunter2secret@host/db']],
  ['of a URL that can not be read', ['verify', '--database', 'postgres://me:hunter2secret@h:x/d']],
  ['of a parameter', ['compare', 'x://host/db?password=hunter2secret', 'x']],
])('the password %s is not repeated', async (_what, words) => {
  for (const more of [[], ['--json']]) {
    const { code, stdout: out, stderr: error } = await hear([...words, ...more])
    expect(code).toBe(2)
    expect(out + error).not.toContain('hunter2')
  }
})

test('the help that shows how a URL is written is not masked, and a missing value keeps the JSON', async () => {
  const { stdout: out } = await hear(['verify', '--database', 'localhost', '--server', '--json'])
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'usage' } })
  const { stderr: error } = await hear(['verify', '--database', 'localhost', '--baseline', 'b'])
  expect(error).toContain('postgres://USER:PASSWORD@HOST:5432/DATABASE')
})

test('a password that is also the name of the user hides no other mention of it', () => {
  const mask = maskOf(['postgres://postgres:postgres@h/d', 'postgres://me:canary99@h/d'], {})
  expect(mask('role postgres at postgres://postgres:postgres@h; canary99')).toBe(
    'role postgres at postgres://postgres:***@h; ***',
  )
})

test('what nobody expected is told in one sentence without a stack, and ends with 2', async () => {
  const verify = COMMANDS.find(({ name }) => name === 'verify')
  if (!verify) throw new Error('there is no verify')
  const { run } = verify
  Object.assign(verify, { run: () => Promise.reject(new TypeError('x is not a function\nat y')) })
  try {
    const { code, stdout: out, stderr: error } = await hear(['verify', '--json'])
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      error: { code: 'internal-error', message: 'Could not finish: x is not a function' },
    })
    expect(error).not.toMatch(/^\s+at |at y/m)
    const debugged = await hear(['verify'], { REBASELINE_DEBUG: '1' })
    expect(debugged.stderr).toMatch(/^\s+at /m)
  } finally {
    Object.assign(verify, { run })
  }
})

test('every option of every command stands in the one table', () => {
  for (const { options } of COMMANDS)
    for (const name of options) expect(OPTIONS).toHaveProperty(name)
})

test('the process ends with 2, writes one document and no stack', async () => {
  const ended = await cli(['verify', '--json', '--baseline', 'b'])
  expect(ended.code).toBe(2)
  expect(documentOf(ended)).toMatchObject({ error: { code: 'usage' } })
  expect(ended.stderr).not.toMatch(/^\s+at /m)
})

test('a reader that goes away is no failure', async () => {
  const running = startCli(['--help'])
  running.child.stdout?.destroy()
  expect(await running.ended).toMatchObject({ code: 0, stderr: '' })
})

test.runIf(process.platform === 'linux')('a result that can not be written is not told', () => {
  const { status } = spawnSync('/bin/sh', [
    '-c',
    'exec "$@" > /dev/full',
    'sh',
    process.execPath,
    builtFile('main.js'),
    '--help',
  ])
  expect(status).toBe(2)
})

test.runIf(process.platform === 'linux')(
  'a password on the command line does not stay in the list of processes',
  async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `postgres://me:canary99@127.0.0.1:${(silent.address() as AddressInfo).port}/db`
    const running = startCli(['compare', url, url])
    const shown = (): string => readFileSync(`/proc/${running.child.pid}/cmdline`, 'utf8')
    await expect.poll(shown, { timeout: 15_000 }).toContain('rebaseline compare')
    expect(shown()).not.toContain('canary99')
    running.child.kill('SIGKILL')
    await running.ended
    silent.close()
  },
)
