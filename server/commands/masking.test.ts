import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DatabaseUrl } from '../postgres/redact.ts'
import { maskOf } from './masking.ts'

const PASSWORD = 'ab ab:ac\n?d@e'
const URL = `postgres://me:${encodeURIComponent(PASSWORD)}@h/d`
const OWN = new DatabaseUrl('postgres://us:abacab@h/d')
const mask = maskOf([URL], {})

async function* each(pieces: readonly string[]): AsyncIterable<string> {
  yield* pieces
}

async function masked(pieces: readonly string[]): Promise<readonly string[]> {
  const shown: string[] = []
  for await (const text of mask.inPieces(each(pieces), OWN)) shown.push(text)
  return shown
}

const secret = fc.constantFrom(PASSWORD, encodeURIComponent(PASSWORD), URL, OWN.reveal(), 'abacab')
const plain = fc.oneof(
  fc.constantFrom('ab', ' ', '\n', '://', '?password', 'PASSWORD@', '😀', 'abac ab', 'ab ab:'),
  fc.string({ maxLength: 5 }),
)
const places = fc.array(fc.nat(200), { maxLength: 8 })

/** A text in the pieces that end at these places. */
function cutAt(text: string, at: readonly number[]): string[] {
  const cuts = [0, ...at.filter((place) => place < text.length), text.length]
  const sorted = cuts.toSorted((a, b) => a - b)
  return sorted.slice(1).map((place, index) => text.slice(sorted[index], place))
}

test('wherever a text is cut, no password comes through', async () => {
  const parts = fc.array(fc.oneof(secret, plain, fc.constant('://u:pw@h ')), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(parts, places, async (texts, at) => {
      const shown = (await masked(cutAt(texts.join(''), at))).join('')
      const secrets = [PASSWORD, encodeURIComponent(PASSWORD), 'abacab', ':pw@']
      expect(secrets.filter((each) => shown.includes(each))).toStrictEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('wherever a text is cut, all of what is no password comes through', async () => {
  const texts = fc.array(plain, { maxLength: 8 }).map((parts) => parts.join(' '))
  await fc.assert(
    fc.asyncProperty(texts, places, async (text, at) => {
      expect((await masked(cutAt(text, at))).join('')).toBe(mask(text))
    }),
    { numRuns: 2000 },
  )
})

test('what can hold no password is shown at once, also in the middle of a line', async () => {
  expect(await masked(['..', '.. ab', 'x done\n'])).toStrictEqual(['..', '.. ', 'abx done\n'])
})

test('a word without an end is not kept for ever', async () => {
  const long = `:${'x'.repeat(100_000)}`
  expect((await masked([long, 'abacab']))[0]).toBe(long)
})

test.each([
  'me:se:cret@h:5432/d',
  'me:se:cret@h/d',
  'host=h password=se:cret dbname=d',
  "password = 'se:cret' host=h",
])('the password of %s, which is no URL, is masked as well', (word) => {
  const said = maskOf(['compare', word], {})(`${word} is no database URL`)
  expect(said).not.toContain('se:cret')
  expect(said).toContain('***')
})

test('a word that only looks a little like it hides nothing', () => {
  const words = ['npm:kysely@0.27.6', 'me@h:d', 'user=password']
  expect(words.map(maskOf(words, {}))).toEqual(words)
})
