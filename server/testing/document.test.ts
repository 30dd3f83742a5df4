import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { blocksOf, runBlock, type Block } from './document.ts'

const block = (line: string, output: readonly string[] = [], exit = 0): Block => ({
  at: 'page.md:1',
  heading: 'A page',
  commands: [{ line, exit, serves: false }],
  output,
  notRun: null,
})
const place = { cwd: tmpdir() }

test('a block holds where it ends as it says, and prints what it says in that order', async () => {
  await runBlock(
    block('echo one 1 ms; echo two; echo more >&2', ['one … ms', 'two', 'more']),
    place,
  )
  await runBlock(block('exit 3', [], 3), place)
})

test.each([
  ['another exit', block('exit 2', [], 1), /exit 2\nended with 2/],
  ['no output', block('echo one', ['two']), /“two” is not printed/],
  [
    'another order',
    block('echo one; echo two', ['two', 'one']),
    /“one” is not printed, or not there/,
  ],
])('%s is told', async (_what, broken, said) => {
  await expect(runBlock(broken, place)).rejects.toThrow(said)
})

test('a block that no test runs gives its reason, and one of yaml is what it runs of ours', () => {
  const reasons = blocksOf('docs/questions.md').flatMap(({ notRun }) => notRun ?? [])
  expect(reasons).toEqual(['it needs Docker, and fetches an image'])
  const [workflow] = blocksOf('docs/ci.md')
  expect(workflow?.commands.map(({ line }) => line.split(' ', 3).join(' '))).toEqual([
    'npx rebaseline verify',
    'npx rebaseline snapshot',
  ])
})
