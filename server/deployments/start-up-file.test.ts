import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { templateLiteral } from './start-up-file.ts'

test('a template literal is ASCII and has exactly the text as its value, whatever that holds', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '`',
      '$',
      '{',
      '}',
      '${',
      '\\',
      '\r\n',
      '\n',
      '\u2028',
      '\0',
      '*/',
      '\uD800',
      '😀',
    ),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const text = parts.join('')
      const written = templateLiteral(text)
      expect(written).toMatch(/^[\n -~]*$/)
      expect(runInNewContext(written)).toBe(text)
    }),
  )
})
