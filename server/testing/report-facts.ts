import type { ReportFacts } from '../export/report.ts'

const AT = '2026-01-02T03:04:05.000Z'
const HASH = 'a'.repeat(64)
const PERSON = { name: 'Ada Lovelace', email: 'ada@studio.test' }

type Recorded = ReportFacts['run']['comparison']['findings'][number]

const finding = (name: string, more: Partial<Recorded>): Recorded => ({
  class: 'structural',
  kind: 'index',
  address: { type: 'index', names: ['public', name], args: [] },
  change: 'changed',
  attributes: [],
  ...more,
})

/** What a report tells of, with this text wherever a text of people or of a database may stand. */
export const reportFacts = (text: string): ReportFacts => ({
  project: text,
  run: {
    number: 7,
    finishedAt: AT,
    inputs: { migrations: HASH, baseline: HASH, seed: HASH, rules: HASH, major: 18 },
    revision: 3,
    sides: {
      old: { origin: text, host: text, database: text, serverVersion: '18.4', live: false },
      rebuilt: { origin: text, host: text, database: text, serverVersion: '18.4', live: false },
    },
    proofs: [
      { title: text, outcome: 'holds', detail: text },
      { title: 'The second opinion', outcome: 'not-run', detail: 'No pg_dump of that major.' },
    ],
    comparison: {
      verdict: 'different',
      counts: { index: { old: 1200, rebuilt: 1200, equal: 1198, findings: 2 } },
      findings: [
        finding('printed', { class: 'printed' }),
        finding(text, {
          attributes: [{ name: text, old: text, rebuilt: ['x'.repeat(5000)] }],
          note: text,
        }),
      ],
      notCompared: [text],
    },
    history: {
      picture: {
        columns: [
          { name: text, state: 'told' },
          { name: `2${text}`, state: 'not-known' },
          { name: `3${text}`, state: 'nothing' },
        ],
        lines: [
          {
            sort: 'table',
            schema: text,
            name: text,
            was: [text],
            from: 0,
            until: null,
            marks: [
              { at: 0, mark: 'created', text },
              { at: 0, mark: 'rows', text },
            ],
          },
          {
            sort: 'others',
            schema: '',
            name: text,
            was: [],
            from: null,
            until: null,
            marks: [{ at: 0, mark: 'created', text }],
          },
        ],
        left: 1,
      },
      categories: ['tables', 'not-known', 'nothing'],
    },
    did: {},
    evidence: {},
  },
  categories: { chosen: { [text]: [`2${text}`, 'none'] }, refused: text },
  checklist: {
    run: 7,
    items: [
      {
        id: 'indexes',
        title: 'Indexes present',
        evidence: { counts: [], blocking: 1, acceptable: 1, hash: HASH },
        signOff: {
          person: { ...PERSON, name: text },
          note: text,
          at: AT,
          state: 'current',
          changed: [],
          rewritten: null,
        },
        obstacles: [],
      },
      {
        id: 'seed',
        title: 'Seed data accounted for',
        evidence: null,
        signOff: null,
        obstacles: [],
      },
    ],
    acknowledgements: [
      {
        class: 'printed',
        means: 'printed differently',
        count: 1,
        hash: HASH,
        given: { person: PERSON, reason: text, at: AT, state: 'current' },
      },
    ],
    person: PERSON,
    log: [{ at: AT, person: PERSON, what: 'signed', note: text, hash: HASH }],
    broken: null,
  },
  versions: { Rebaseline: '0.1.0', Kysely: text },
  migrations: [{ name: '001', file: text, hash: HASH }],
  written: [{ path: text, hash: HASH }],
})
