import {
  MARKS,
  type MarkName,
  type Picture,
  type PictureLine,
  type PictureMark,
} from '../../shared/history-picture.ts'
import {
  labelled,
  MARK_RADIUS,
  outlineOf,
  outlinesOf,
  reachOf,
  shortName,
} from '../../shared/history-shapes.ts'
import { groupBy } from '../../shared/group-by.ts'
import { counted, formatNumber } from '../../shared/report.ts'
import { markup, type Markup } from './markup.ts'

/** All in pixels of a page that is about so wide; a smaller page, and paper, show it smaller. */
const NAMES = 200
const PLOT = 900
const AXIS = 36
const LINE = 18

/** More migrations than that are drawn in several parts, and so are more lines: each can be read, and fits on paper. */
const MOST_ACROSS = 100
const MOST_DOWN = 40
const WIDEST = 24

/** The picture of what migrations did, as SVG that runs and loads nothing. */
export function pictureMarkup(picture: Picture): Markup {
  const { length } = picture.columns
  const count = Math.ceil(length / MOST_ACROSS)
  const across = Math.ceil(length / Math.max(1, count))
  const parts = Array.from({ length: count }, (_, part) =>
    partOf(picture, part * across, Math.min(length, (part + 1) * across)),
  )
  const left =
    picture.left > 0
      ? markup`<p>${counted(picture.left, 'more table')} had no room in the picture.</p>`
      : markup``
  return markup`${legend()}${parts}${left}`
}

/** The lines on which the migrations of that part do something. */
function partOf({ columns, lines }: Picture, first: number, end: number): Markup {
  const shown = lines.flatMap((line) => {
    const marks = line.marks.filter(({ at }) => at >= first && at < end)
    return marks.length === 0
      ? []
      : [{ ...line, marks: marks.map((mark) => ({ ...mark, at: mark.at - first })) }]
  })
  const part: Part = {
    columns: columns.slice(first, end),
    column: Math.min(WIDEST, PLOT / Math.max(1, end - first)),
    first,
    schemas: new Set(lines.filter(({ sort }) => sort === 'table').map(({ schema }) => schema)).size,
  }
  const whole = end - first === columns.length
  const [from, to] = [columns[first]?.name ?? '', columns[end - 1]?.name ?? '']
  const head = whole
    ? markup``
    : markup`<p class="muted">Migrations ${formatNumber(first + 1)} to ${formatNumber(end)}: ${from} to ${to}, with the tables that they touch.</p>`
  const chunks = Array.from({ length: Math.max(1, Math.ceil(shown.length / MOST_DOWN)) }, (_, at) =>
    chunkOf(part, shown.slice(at * MOST_DOWN, (at + 1) * MOST_DOWN)),
  )
  return markup`${head}${chunks}`
}

interface Part {
  readonly columns: Picture['columns']
  readonly column: number
  /** Place of the first column in the whole picture. */
  readonly first: number
  /** How many schemas the whole picture has. */
  readonly schemas: number
}

function chunkOf(part: Part, lines: readonly PictureLine[]): Markup {
  const { columns, column } = part
  const width = NAMES + Math.ceil(columns.length * column) + 24
  const height = AXIS + lines.length * LINE
  const says = `What ${counted(columns.length, 'migration')} did to ${counted(lines.length, 'line')}`
  return markup`<svg class="picture" role="img" aria-label="${says}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<g transform="translate(${NAMES} 0)">
${axisOf(part, lines.length)}
</g>
<svg width="${NAMES - 8}" height="${height}">
${lines.map((line, index) => nameOf(part, line, index))}
</svg>
<g transform="translate(${NAMES} ${AXIS})">
${lines.map((line, index) => lineOf(part, line, index))}
</g>
</svg>
`
}

function axisOf({ columns, column }: Part, lines: number): Markup {
  const labels = labelled(columns.length, column).map(
    (at) =>
      markup`<text x="${round(at * column)}" y="12">${shortName(columns[at]?.name ?? '')}</text>
`,
  )
  const states = columns.map(({ name, state }, at) => {
    const x = round((at + 0.5) * column)
    if (state === 'told') return markup``
    const sign = SIGNS[state]
    const band =
      state === 'not-known'
        ? markup`<rect class="unknown" x="${round(at * column)}" y="${AXIS}" width="${round(column)}" height="${lines * LINE}"/>`
        : markup``
    return markup`${band}<text class="${state}" x="${x}" y="28" text-anchor="middle">${sign}<title>${clipped(name)}</title></text>
`
  })
  return markup`${labels}${states}`
}

const SIGNS = { nothing: '○', partly: '…', 'not-known': '!' } as const

const MOST_OF_NAME = 60

function nameOf({ schemas }: Part, { sort, schema, name, was, until }: PictureLine, index: number) {
  const whole = sort === 'table' && schemas > 1 ? `${schema}.${name}` : name
  const once = was.length > 0 ? `, once ${was.join(', ')}` : ''
  const gone = until === null ? '' : ', dropped'
  return markup`<text class="${sort}${until === null ? '' : ' gone'}" x="0" y="${AXIS + index * LINE + 13}">${clipped(whole, MOST_OF_NAME)}<title>${clipped(`${whole}${once}${gone}`)}</title></text>
`
}

function lineOf({ columns, column, first }: Part, line: PictureLine, index: number): Markup {
  const y = (index + 0.5) * LINE
  const [from, until] = [shifted(line.from, first), shifted(line.until, first)]
  const { start, end, beginning } = reachOf({ from, until }, columns.length, column)
  const life = markup`<path class="life ${line.sort} ${beginning}" d="M${within(start, columns.length * column)} ${y}H${within(end, columns.length * column)}"/>
`
  return markup`${life}${marksIn(line).flatMap((marks) => marksOf(columns, column, marks, y))}`
}

/** Null stays: it was there before, or is there at the end. */
const shifted = (at: number | null, first: number): number | null =>
  at === null ? null : at - first

const within = (x: number, most: number): number => round(Math.min(most, Math.max(0, x)))

/** Those of one migration together. */
function marksIn({ marks }: PictureLine): readonly (readonly PictureMark[])[] {
  return [...groupBy(marks, ({ at }) => at).values()]
}

function marksOf(
  columns: Picture['columns'],
  column: number,
  marks: readonly PictureMark[],
  y: number,
): readonly Markup[] {
  const at = marks[0]?.at ?? 0
  return [...outlinesOf(marks, y, column)].map(([mark, outline]) => {
    const texts = marks.filter((each) => each.mark === mark).map(({ text }) => text)
    const says = clipped(`${columns[at]?.name ?? ''}: ${texts.join('; ')}`)
    return markup`<path class="mark-${mark}" d="${outline}"><title>${says}</title></path>
`
  })
}

const legend = (): Markup => {
  const marks = (Object.keys(MARKS) as MarkName[]).map(
    (mark) =>
      markup`<li><svg width="14" height="14" aria-hidden="true"><path class="mark-${mark}" d="${outlineOf(mark, 7, 7, MARK_RADIUS)}"/></svg> ${MARKS[mark]}</li>
`,
  )
  return markup`<ul class="legend">
${marks}<li>○ nothing</li>
<li>… more than could be told</li>
<li>! could not tell</li>
</ul>
`
}

const LONGEST = 200

/** By whole characters, never through one. */
function clipped(text: string, most = LONGEST): string {
  const characters = Array.from(text.slice(0, 2 * most + 2))
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : text
}

const round = (number: number): number => Math.round(number * 100) / 100
