import type { MarkName, PictureLine, PictureMark } from './history-picture.ts'

/** Half the height of a mark in pixels, and half its width where there is room. */
export const MARK_RADIUS = 5
const LEAST_RADIUS = 0.8

type Ring = readonly (readonly [x: number, y: number])[]

const bar = (top: number, bottom: number): Ring => [
  [-1, top],
  [1, top],
  [1, bottom],
  [-1, bottom],
]

/** Each mark can be told from the others without its colour. Corners from -1 to 1; a hole runs the other way round. */
const CORNERS: Readonly<Record<Exclude<MarkName, 'created'>, readonly Ring[]>> = {
  altered: [
    [
      [0, -1],
      [1, 0],
      [0, 1],
      [-1, 0],
    ],
  ],
  renamed: [
    [
      [-1, -1],
      [1, 0],
      [-1, 1],
    ],
  ],
  rebuilt: [
    bar(-1, 1),
    [
      [-0.5, -0.5],
      [-0.5, 0.5],
      [0.5, 0.5],
      [0.5, -0.5],
    ],
  ],
  dropped: [
    [
      [-1, -0.6],
      [-0.6, -1],
      [0, -0.4],
      [0.6, -1],
      [1, -0.6],
      [0.4, 0],
      [1, 0.6],
      [0.6, 1],
      [0, 0.4],
      [-0.6, 1],
      [-1, 0.6],
      [-0.4, 0],
    ],
  ],
  rows: [bar(-0.9, -0.5), bar(-0.2, 0.2), bar(0.5, 0.9)],
}

const round = (number: number): number => Math.round(number * 100) / 100

/** The outline of a mark, for the `d` of a path. */
export function outlineOf(mark: MarkName, x: number, y: number, width: number): string {
  const [rx, ry] = [round(width), MARK_RADIUS]
  if (mark === 'created') {
    return `M${round(x - rx)} ${y}a${rx} ${ry} 0 1 0 ${round(2 * rx)} 0a${rx} ${ry} 0 1 0 ${round(-2 * rx)} 0z`
  }
  return CORNERS[mark]
    .map((ring) => {
      const corners = ring.map(([dx, dy]) => `${round(x + dx * rx)} ${round(y + dy * ry)}`)
      return `M${corners.join('L')}z`
    })
    .join('')
}

/** All marks of a line by their sort, each as one outline; those of one migration stand side by side. */
export function outlinesOf(
  marks: readonly PictureMark[],
  y: number,
  column: number,
): ReadonlyMap<MarkName, string> {
  const paths = new Map<MarkName, string>()
  for (let first = 0; first < marks.length;) {
    const at = marks[first]?.at ?? 0
    let end = first
    while (marks[end]?.at === at) end += 1
    const room = column / (end - first)
    const width = Math.max(LEAST_RADIUS, Math.min(MARK_RADIUS, room / 2 - 0.5))
    for (const [place, { mark }] of marks.slice(first, end).entries()) {
      const x = at * column + (place + 0.5) * room
      paths.set(mark, (paths.get(mark) ?? '') + outlineOf(mark, x, y, width))
    }
    first = end
  }
  return paths
}

/** Where a table's line begins and ends. `untold`: it was there before anything tells of it. */
export const reachOf = (
  { from, until }: Pick<PictureLine, 'from' | 'until'>,
  columns: number,
  column: number,
): { readonly start: number; readonly end: number; readonly beginning: 'told' | 'untold' } => ({
  start: from === null ? 0 : (from + 0.5) * column,
  end: until === null ? columns * column : (until + 0.5) * column,
  beginning: from === null ? 'untold' : 'told',
})

const LABEL_WIDTH = 34

/** The columns that have room for a label, the first of them always. */
export const labelled = (columns: number, width: number): readonly number[] => {
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / width))
  return Array.from({ length: Math.ceil(columns / every) }, (_, index) => index * every)
}

/** What stands above a column: what its name begins with. */
export const shortName = (name: string): string =>
  /^\d{1,5}(?!\d)/.exec(name)?.[0] ?? (/^\d+/.exec(name)?.[0]?.slice(-5) || name.slice(0, 5))
