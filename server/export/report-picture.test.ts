import { expect, test } from 'vitest'
import type { Picture, PictureLine } from '../../shared/history-picture.ts'
import { pictureMarkup } from './report-picture.ts'

/** So many migrations, each of which makes a table and alters the one before. */
const pictureWith = (count: number): Picture => ({
  columns: Array.from({ length: count }, (_, at) => ({ name: `${at}_x`, state: 'told' })),
  lines: Array.from({ length: count }, (_, at): PictureLine => {
    const marks: PictureLine['marks'] = [
      { at, mark: 'created', text: `creates ${at}` },
      { at: at + 1, mark: 'altered', text: `alters ${at}` },
    ]
    return {
      sort: 'table',
      schema: 'public',
      name: `t${at}`,
      was: [],
      from: at,
      until: null,
      marks: marks.filter((mark) => mark.at < count),
    }
  }),
  left: 0,
})

test.each([
  [0, 0],
  [1, 1],
  [50, 2],
  // Five parts of 100, and of all but the first one line more, in chunks of forty.
  [500, 15],
])('of %i migrations each mark is drawn once, none out of sight', (count, chunks) => {
  const { text } = pictureMarkup(pictureWith(count))
  const svgs = text.match(/<svg class="picture"[^]*?<\/g>\n<\/svg>/g) ?? []
  expect(svgs).toHaveLength(chunks)
  const titles = [
    ...text.matchAll(/<path class="mark-\w+" d="M([\d.]+) ([\d.]+)[^>]*><title>(.*?)</g),
  ]
  expect(new Set(titles.map(([, , , title]) => title)).size).toBe(Math.max(0, 2 * count - 1))
  expect(titles).toHaveLength(Math.max(0, 2 * count - 1))
  expect(titles.every(([, x, y]) => Number(x) <= 900 && Number(y) <= 40 * 18)).toBe(true)
  expect(text).not.toMatch(/NaN|Infinity|undefined/)
})

test('of a table that began in an earlier part the line begins at the edge, and what is cut is cut between characters', () => {
  const { columns, lines } = pictureWith(150)
  const name = '\u{1f5bc}'.repeat(300)
  const marks: PictureLine['marks'] = [{ at: 140, mark: 'dropped', text: '' }]
  const late = lines.slice(0, 1).map((line) => ({ ...line, name, marks, until: 140 }))
  const { text } = pictureMarkup({ columns, lines: late, left: 2 })
  expect(text).toContain('d="M0 9H786')
  expect(text).toContain(`>${'\u{1f5bc}'.repeat(60)}…<title>${'\u{1f5bc}'.repeat(200)}…<`)
  expect(text).toContain('2 more tables had no room')
})
