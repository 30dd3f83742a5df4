import { expect, test } from 'vitest'
import { COMMANDS } from './all.ts'
import { helpOf } from './help.ts'
import { COMMON_OPTIONS } from './options.ts'

test.each(COMMANDS)('what $name says of itself names its own options only', (command) => {
  const own: readonly string[] = [...command.options, ...COMMON_OPTIONS]
  const named = [...helpOf(command).matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name ?? '')
  expect(named.filter((name) => !own.includes(name))).toEqual([])
  expect(Object.keys(command.words ?? {}).filter((name) => !own.includes(name))).toEqual([])
})
