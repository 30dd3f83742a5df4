import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { maskOf } from './masking.ts'
import { openTerminal, spoken } from './terminal.ts'

/** What stands on a stream's screen, line by line: a line that is cleared is gone. */
function screen(options: { readonly refuses?: NodeJS.ErrnoException } = {}) {
  let text = ''
  const write: Writable['_write'] = (chunk: Buffer, _, done) => {
    text += chunk.toString()
    done(options.refuses ?? null)
  }
  const stream = Object.assign(new Writable({ write }), { isTTY: true, columns: 30 })
  const lines = (): string[] =>
    text
      .split('\n')
      .map((line) => line.split('\r\u001b[K').at(-1) ?? '')
      .slice(0, -1)
  return { stream: stream as unknown as NodeJS.WriteStream, lines }
}

test('on a screen steps pass, and remarks and errors stay, whole', async () => {
  const [out, error] = [screen(), screen()]
  const terminal = openTerminal(maskOf([], {}), { out: out.stream, error: error.stream })
  const say = spoken(terminal)
  say('Replaying the old migrations, one at a time')
  say('Passed over 002_b.ts: exports no function `up`', 'remark')
  say('Comparing', { done: 1, of: 2 })
  terminal.print('Equal')
  terminal.tell('Could not finish the command after --then\nRead its output.')
  await terminal.flush()
  expect(error.lines()).toStrictEqual([
    'Passed over 002_b.ts: exports no function `up`',
    'Could not finish the command after --then',
    'Read its output.',
  ])
  expect(out.lines()).toStrictEqual(['Equal'])
})

test('a result that can not be written is told, one whose reader went away is not', async () => {
  for (const [code, said] of [
    ['ENOSPC', [expect.stringMatching(/^Could not write .+ \(ENOSPC\)$/), expect.anything()]],
    ['EPIPE', []],
  ] as const) {
    const refuses = Object.assign(new Error('refused'), { code })
    const [out, error] = [screen({ refuses }), screen()]
    const terminal = openTerminal(maskOf([], {}), { out: out.stream, error: error.stream })
    terminal.print('Equal')
    expect([code, await terminal.flush()]).toStrictEqual([code, code === 'EPIPE'])
    expect(error.lines()).toStrictEqual(said)
  }
})
