import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { reportFacts } from '../testing/report-facts.ts'
import { reportHtml } from './report-html.ts'

const HOSTILE = `<img src=x onerror=alert(1)></style></title><script>alert(1)</script>&"'\u202e\u0000\${x}`

test('nothing in it is HTML but what we wrote, whatever names and notes hold', () => {
  const page = reportHtml(reportFacts(HOSTILE))
  const calm = reportHtml(reportFacts('calm'))
  const tags = (text: string): string[] => text.match(/<[^>]*>/g) ?? []
  expect(tags(page)).toEqual(tags(calm))
  const shown = '&lt;img src=x onerror=alert(1)&gt;&lt;/style&gt;'
  expect(page.split(shown).length).toBe(37)
  expect(page).toContain('&amp;&quot;&#39;\\u202e\\u0000${x}')
  expect(page).not.toMatch(/[\u0000\u202e]/)
})

test('its policy allows its own style and nothing else', () => {
  const page = reportHtml(reportFacts('studio'))
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? []
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  expect(policy).toBe(
    `default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
  )
  expect(page).not.toMatch(/<script|\son\w+=|\sstyle=|href=|src=/)
})

test('it tells what blocks first, both values, who signed, and what nobody signed', () => {
  const text = reportHtml(reportFacts('studio')).replace(/<[^>]*>/g, '|')
  const at = (part: string): number => text.indexOf(part)
  expect(at('structural: the databases behave differently')).toBeGreaterThan(0)
  expect(at('structural: the databases')).toBeLessThan(at('printed: same expression'))
  expect(text).toContain('2 differences in 1,200 objects, 1 of them blocks')
  expect(text).toMatch(/x{100}… \(1,004 more characters\)/)
  expect(text).toContain('studio, ada@studio.test, 2026-01-02T03:04:05.000Z, current')
  expect(text).toContain('not signed')
})
