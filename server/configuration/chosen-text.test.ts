import { expect, test } from 'vitest'
import { chosenText } from '../../shared/chosen-text.ts'
import { defaultExport, plainOf } from './literals.ts'

const NAMES = ["it's", '`${x}`', '"\\', '\u2028\n', '</script>', '__proto__']

test('what is shown to be copied is read as the same, whatever names hold', () => {
  const groups = NAMES.map((title) => ({ title, names: NAMES }))
  const text = `export default {\n${chosenText('categories', groups)}}\n`
  const read = defaultExport('rebaseline.config.mjs', text)
  expect(read && plainOf(read)).toEqual({
    value: { categories: Object.fromEntries(NAMES.map((name) => [name, NAMES])) },
  })
})
