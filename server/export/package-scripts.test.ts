import { expect, test } from 'vitest'
import { addScripts } from './package-scripts.ts'

const ADDED = { migrate: 'a "b"', test: 'no' }

const textOf = (text: string): string => {
  const added = addScripts(text, ADDED)
  if (added.status !== 'added') throw new Error(JSON.stringify(added))
  expect(JSON.parse(added.text.replace(/^\uFEFF/, ''))).toMatchObject({
    scripts: { migrate: 'a "b"' },
  })
  return added.text
}

test('scripts go to the end of the scripts, and all else stays byte for byte', () => {
  const before =
    '{\n\t"name": "x",\n\t"files": ["a",  "b"],\n\t"scripts": {\n\t\t"test": "t"\n\t},\n\t"z": {}\n}'
  expect(textOf(before)).toBe(before.replace('"t"\n', '"t",\n\t\t"migrate": "a \\"b\\""\n'))
})

test('four spaces, CRLF and a BOM are kept', () => {
  const before = '\uFEFF{\r\n    "scripts": {\r\n        "test": "t"\r\n    }\r\n}\r\n'
  expect(textOf(before)).toBe(
    '\uFEFF{\r\n    "scripts": {\r\n        "test": "t",\r\n        "migrate": "a \\"b\\""\r\n    }\r\n}\r\n',
  )
})

test('a package.json without scripts gets some, also an empty one and one on a single line', () => {
  expect(textOf('{\n  "name": "x"\n}\n')).toBe(
    '{\n  "name": "x",\n  "scripts": {\n    "migrate": "a \\"b\\"",\n    "test": "no"\n  }\n}\n',
  )
  for (const text of ['{}', '{ }\n', '{"name":"x"}', '{"scripts":{}}', '{"a":{"scripts":{"b":1}}}'])
    textOf(text)
})

test('the scripts of something else are not touched', () => {
  const before =
    '{\n  "x": { "scripts": { "a": "}" } },\n  "y": "\\"scripts\\": {",\n  "scripts": {\n    "b": "{\\"[" \n  }\n}\n'
  const after = textOf(before)
  expect(after).toContain('"x": { "scripts": { "a": "}" } }')
  expect(after).toContain('"y": "\\"scripts\\": {"')
})

test('nothing is added that is there, and nothing to what is no object', () => {
  expect(addScripts('{"scripts":{"migrate":"","test":""}}', ADDED)).toStrictEqual({
    status: 'nothing-missing',
  })
  for (const text of ['{', '[]', '7', '{"scripts":[]}', '// a\n{}']) {
    expect(addScripts(text, ADDED).status).toBe('refused')
  }
})
