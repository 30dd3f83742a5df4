import { expect, test } from 'vitest'
import type { Behaviour } from '../../shared/behaviour.ts'
import { shownOf, type Planted } from '../../shared/planted.ts'
import { behaviourProof, neverPlanted, notPlanted, plantedProof } from './planted-proof.ts'

const WELL: Planted = {
  planted: 2914,
  caught: 2914,
  rounds: 22,
  objects: 850,
  milliseconds: 1,
  escaped: [],
  strange: [],
  spared: [],
}
const fault = (name: string) => ({
  object: `index public.${name}`,
  change: 'unique',
  detail: 'drop',
})

test('a comparison that caught all of them holds, and what could not be planted is counted', () => {
  expect(plantedProof({ ...WELL, spared: [fault('a')] })).toEqual({
    title: 'The comparison notices faults that are planted',
    outcome: 'holds',
    detail:
      '2,914 of 2,914 planted faults caught, in 22 rounds, on 850 objects; 1 could not be planted',
  })
})

test('what escaped is named, the first three of them', () => {
  const { outcome, detail } = plantedProof({
    ...WELL,
    caught: 2910,
    escaped: ['a', 'b', 'c', 'd'].map(fault),
  })
  expect(outcome).toBe('fails')
  expect(detail).toContain(
    '; escaped: index public.a, unique; index public.b, unique; index public.c, unique; and 1 more',
  )
})

test('what was found without a fault fails as well, and where none was planted nobody can tell', () => {
  expect(plantedProof({ ...WELL, strange: ['structural table missing: table public.a'] })).toEqual(
    expect.objectContaining({
      outcome: 'fails',
      detail: expect.stringContaining('found without a fault: structural table missing'),
    }),
  )
  expect(plantedProof({ ...WELL, planted: 0, caught: 0 }).outcome).toBe('unknown')
})

test('a run that planted none says why', () => {
  expect(
    [notPlanted('prove'), notPlanted('plant'), neverPlanted('x')].map(([proof]) => proof),
  ).toEqual([
    expect.objectContaining({ outcome: 'not-run', detail: expect.stringMatching(/^nobody asked/) }),
    expect.objectContaining({ outcome: 'not-run', detail: 'nothing could be compared' }),
    expect.objectContaining({ outcome: 'not-run', detail: 'x' }),
  ])
})

test('of long lists a page shows the beginning, and says how much more there is', () => {
  const spared = Array.from({ length: 1234 }, (_, at) => fault(`i${at}`))
  const shown = shownOf({ ...WELL, spared })
  expect([shown.spared.length, shown.more]).toEqual([200, { escaped: 0, strange: 0, spared: 1034 }])
})

const LAW: Behaviour = {
  constraints: 4,
  refused: 3,
  helped: 1,
  differing: [],
  accepted: [],
  untried: [{ object: 'table constraint public.a.b', constraint: 'CHECK', detail: 'x', row: null }],
  milliseconds: 1,
}

test('rows that both sides refuse are a proof, and what could not be tried is counted beside them', () => {
  expect(behaviourProof(LAW)).toEqual({
    title: 'Rows that break a constraint are refused on both sides',
    outcome: 'holds',
    detail:
      'rows that break 3 of 4 constraints are refused on both sides; 1 could not be tried; 1 only once a trigger or another constraint was out of the way',
  })
  expect(behaviourProof({ ...LAW, constraints: 1, refused: 0 }).outcome).toBe('unknown')
  expect(behaviourProof({ why: 'old is live' })).toMatchObject({
    outcome: 'not-run',
    detail: 'old is live',
  })
})

test('what one side alone refuses is named, and fails', () => {
  const [differing] = LAW.untried.map((each) => ({ ...each, rebuilt: 'accepted' }))
  const { outcome, detail } = behaviourProof({ ...LAW, differing: differing ? [differing] : [] })
  expect(outcome).toBe('fails')
  expect(detail).toContain('on one side only: CHECK, table constraint public.a.b')
})
