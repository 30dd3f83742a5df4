import type { Job } from '../../shared/job.ts'
import type { ObjectDetail } from '../../shared/object.ts'
import { detailOf, entry, finding, idOf, same, side, type Scene } from './scene.ts'
import { HOSTILE } from './hostile-text.ts'
import { PLANTED } from './planted.ts'
import { FAILED } from './states.ts'
import { OVERVIEW, RESULT, studio } from './studio.ts'

const BROKEN: Job = {
  ...FAILED,
  error: {
    code: HOSTILE,
    message: `${HOSTILE}\n${HOSTILE}`,
    help: HOSTILE,
    migration: {
      name: HOSTILE,
      file: HOSTILE,
      line: 1,
      column: 1,
      reason: HOSTILE,
      code: HOSTILE,
      detail: HOSTILE,
      hint: HOSTILE,
      statement: HOSTILE,
      position: 1,
      lastGood: HOSTILE,
    },
  },
}

/** Hostile text in every place where a name, a comment or a body can stand. */
export const hostile: Scene = (() => {
  const objectId = idOf(HOSTILE)
  const bad = finding(HOSTILE, HOSTILE, {
    address: { type: HOSTILE, names: [HOSTILE, '\u202e__proto__'], args: [HOSTILE] },
    attributes: [
      { name: HOSTILE, old: HOSTILE, rebuilt: `${HOSTILE}\n${HOSTILE}` },
      { name: 'constructor', old: [HOSTILE], rebuilt: null },
    ],
    note: HOSTILE,
    class: HOSTILE,
  })
  const one = entry('table', HOSTILE, 'changed', { schema: HOSTILE, blocking: 1, rows: true })
  const name = { id: objectId, kind: 'table', name: HOSTILE, status: 'changed' } as const
  return {
    ...studio,
    overview: {
      ...OVERVIEW,
      project: HOSTILE,
      result: {
        ...RESULT,
        headline: HOSTILE,
        coverage: HOSTILE,
        sides: {
          old: { ...side(HOSTILE, true), host: HOSTILE },
          rebuilt: { ...side(HOSTILE), origin: HOSTILE },
        },
        classes: [{ class: HOSTILE, count: 1, blocks: true, means: HOSTILE }],
        notCompared: [HOSTILE],
        proofs: [{ title: HOSTILE, outcome: 'fails', detail: HOSTILE }],
        planted: {
          ...PLANTED,
          escaped: [{ object: HOSTILE, change: HOSTILE, detail: HOSTILE }],
          strange: [HOSTILE],
          spared: [{ object: HOSTILE, change: HOSTILE, detail: HOSTILE }],
        },
      },
      job: BROKEN,
    },
    entries: [one],
    findings: [bad],
    details: new Map([
      [
        objectId,
        {
          ...name,
          findings: [bad],
          grids: [
            {
              kind: 'column',
              title: HOSTILE,
              headings: [HOSTILE],
              lines: [
                {
                  name: HOSTILE,
                  status: 'changed',
                  cells: [{ old: HOSTILE, rebuilt: `${HOSTILE}x`, status: 'changed' }],
                },
              ],
            },
          ],
          definition: {
            old: `${HOSTILE}\nsame\n${HOSTILE}`,
            rebuilt: `${HOSTILE}\nsame\n${HOSTILE}x`,
          },
          origin: {
            why: null,
            lines: [
              {
                key: HOSTILE,
                kind: HOSTILE,
                name: HOSTILE,
                created: null,
                touched: [HOSTILE],
                was: [HOSTILE],
                note: HOSTILE,
              },
            ],
          },
          neighbours: { needs: [name], neededBy: [name] },
          rows: true,
        },
      ],
    ]),
    rows: {
      columns: [HOSTILE],
      total: 1,
      differing: 1,
      offset: 0,
      pairs: [{ status: 'changed', old: [HOSTILE], rebuilt: [`${HOSTILE}x`], differs: [0] }],
    },
    events: [
      { type: 'log', line: { at: '2026-01-05T10:00:00.000Z', text: HOSTILE } },
      {
        type: 'job',
        job: BROKEN,
      },
    ],
  }
})()

const longBody = (change: string, every: number) =>
  Array.from(
    { length: 20_000 },
    (_, line) => `  perform step_${line}(${line % every === 0 ? `'${change}'` : 'null'});`,
  ).join('\n')

/** A thousand tables, five thousand differences, and a function of 20,000 lines. */
export const large: Scene = (() => {
  const tables = Array.from({ length: 1_000 }, (_, number) =>
    entry(
      'table',
      `table_${String(number).padStart(4, '0')}`,
      number % 5 === 0 ? 'changed' : 'same',
      number % 5 === 0 ? { blocking: 25 } : {},
    ),
  )
  const long = entry('function', 'long_one', 'changed', { blocking: 1 })
  const longAll = entry('function', 'long_all', 'changed', { blocking: 1 })
  const findings = Array.from({ length: 5_000 }, (_, number) =>
    finding(
      `table_${String((number % 200) * 5).padStart(4, '0')}`,
      `index_${String(number).padStart(4, '0')}`,
      {
        attributes: [{ name: 'predicate', old: `(id > ${number})`, rebuilt: null }],
      },
    ),
  )
  const entries = [...tables, long, longAll]
  return {
    ...studio,
    overview: {
      ...OVERVIEW,
      result: {
        ...RESULT,
        headline: '5,002 differences in 31,002 objects, 5,002 of them block',
        classes: [
          {
            class: 'structural',
            count: 5_000,
            blocks: true,
            means: 'the databases behave differently',
          },
        ],
      },
    },
    entries,
    findings,
    details: new Map<string, ObjectDetail>([
      ...entries.map((each) => [each.id, detailOf(each, findings)] as const),
      [
        long.id,
        {
          ...detailOf(long, []),
          definition: { old: longBody('a', 10_000), rebuilt: longBody('b', 10_000) },
        },
      ],
      [
        longAll.id,
        {
          ...detailOf(longAll, []),
          definition: { old: longBody('a', 1), rebuilt: longBody('b', 1) },
        },
      ],
    ]),
  }
})()

const LONGEST = 'number_of_days_after_which_an_unanswered_invitation_is_forgotte'

/** A column whose name is as long as Postgres takes, and whose default is what differs. */
export const longName: Scene = (() => {
  const id = idOf('records')
  const records = studio.details.get(id)
  if (!records) throw new Error('the studio has records')
  const line = {
    name: LONGEST,
    status: 'changed',
    cells: [
      same('character varying(200)'),
      same(false),
      {
        old: "'thirty'::character varying",
        rebuilt: "'sixty'::character varying",
        status: 'changed',
      },
      same(null),
      same(null),
      same(null),
    ],
  } as const
  const grids = records.grids.map((grid) =>
    grid.kind === 'column'
      ? {
          ...grid,
          lines: [
            { ...line, cells: [...line.cells] },
            ...grid.lines.map((each) => ({
              ...each,
              cells: [...each.cells.slice(0, 3), ...line.cells.slice(3)],
            })),
          ],
        }
      : grid,
  )
  return { ...studio, details: new Map([...studio.details, [id, { ...records, grids }]]) }
})()

/** A folder that got full while the page was open. */
export const unwritable: Scene = {
  ...studio,
  overview: {
    ...OVERVIEW,
    unwritable:
      'Could not use the folder for the state of the project: no space is left for /home/ada/studio/.rebaseline/lock',
  },
}
