import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileJudgement } from '../../shared/team.ts'
import { judge, proposerFor, type FileChange, type DividedFolder } from './squash-line.ts'

const NOW = new Date('2026-12-01T10:20:30Z')
const AFTER: DividedFolder = {
  state: 'after',
  folder: 'migrations',
  archive: 'migrations_archive',
  archived: ['001_users.ts', '050_last.ts'],
  baseline: '001_baseline.ts',
  seed: '002_seed_definitions.ts',
  later: ['051_merged.ts'],
}
const BEFORE: DividedFolder = { ...AFTER, state: 'before', later: [] }

const judged = (
  change: Partial<FileChange> & Pick<FileChange, 'file'>,
  line: DividedFolder = AFTER,
): FileJudgement =>
  judge(
    { change: 'added', from: null, isHere: 'elsewhere', ...change },
    line,
    proposerFor(line, [], NOW),
  )

test.each([
  ['052_new.ts', 'kept', 'sorts after 002_seed_definitions'],
  ['20261201_new.ts', 'kept', 'sorts after'],
  ['Zebra.ts', 'kept', 'sorts after'],
  ['helpers/a.ts', 'kept', 'no such file'],
  ['guide.md', 'kept', 'no such file'],
  ['types.d.ts', 'kept', 'no such file'],
  ['0003_new.ts', 'refused', 'sorts before 001_baseline'],
  ['000_first.ts', 'refused', 'sorts before 001_baseline'],
  ['001_z.ts', 'refused', 'sorts before 002_seed_definitions'],
  ['-new.ts', 'refused', 'sorts before 001_baseline'],
  ['001_baseline.js', 'refused', 'name of the baseline'],
  ['002_Seed_definitions.ts', 'refused', 'name of the seed'],
  ['050_last.ts', 'refused', 'an old migration that the baseline replaces'],
  ['050_LAST.mjs', 'refused', 'an old migration that the baseline replaces'],
  ['051_Merged.ts', 'refused', '051_merged.ts is in the folder already'],
  ['003_new.ts', 'refused', 'sorts before 051_merged.ts, which is in the folder already'],
  ['050_other.ts', 'refused', 'sorts before 051_merged.ts'],
] as const)('a branch that adds %s: %s, since it %s', (file, verdict, why) => {
  expect(judged({ file })).toMatchObject({ verdict, why: expect.stringContaining(why) })
})

test('a refused file is proposed a name in the style of the folder, with the command', () => {
  expect(judged({ file: '0003_add age.ts' }).commands).toStrictEqual([
    "git mv -- 'migrations/0003_add age.ts' 'migrations/052_add age.ts'",
  ])
})

test('before the export, an old number beside another one keeps its place, and is told', () => {
  expect(judged({ file: '050_other.ts' }, BEFORE)).toMatchObject({
    verdict: 'kept',
    why: expect.stringContaining('050_last.ts has the same number'),
  })
})

test.each([
  [{ change: 'changed', file: '050_last.ts' }, 'refused', 'write it as a new migration'],
  [{ change: 'changed', file: '001_baseline.ts' }, 'refused', 'take the change back'],
  [{ change: 'changed', file: '002_seed_definitions.ts' }, 'refused', 'take the change back'],
  [{ change: 'changed', file: '051_merged.ts' }, 'kept', null],
  [{ change: 'changed', file: '049_unknown.ts' }, 'refused', 'find out which database ran it'],
  [{ change: 'deleted', file: '050_last.ts' }, 'refused', '050_last.ts stays'],
  [{ change: 'deleted', file: '051_merged.ts' }, 'refused', '051_merged.ts stays'],
  [{ change: 'deleted', file: '001_baseline.ts' }, 'refused', '001_baseline.ts stays'],
  [{ change: 'deleted', file: 'guide.md' }, 'kept', null],
  [{ change: 'renamed', from: '050_last.ts', file: '052_last.ts' }, 'refused', '050_last.ts stays'],
  [
    { change: 'renamed', from: '051_merged.ts', file: '060_x.ts' },
    'refused',
    '051_merged.ts stays',
  ],
  [{ change: 'renamed', from: 'draft.md', file: '060_x.ts' }, 'kept', null],
  [{ change: 'renamed', from: '050_last.ts', file: 'old.txt' }, 'refused', '050_last.ts stays'],
] as const)('%j: %s', (change, verdict, advice) => {
  const result = judged(change)
  expect(result.verdict).toBe(verdict)
  if (advice === null) expect(result.advice).toBeNull()
  else expect(result.advice).toContain(advice)
})

test('what a branch did and is here already, as after a squashed merge, keeps its place', () => {
  for (const change of ['added', 'changed', 'deleted', 'renamed'] as const) {
    const result = judged({ change, file: '050_last.ts', from: '049.ts', isHere: 'here' })
    expect([change, result.verdict]).toStrictEqual([change, 'kept'])
  }
})

test('a new file is kept exactly where Kysely runs it after the seed and after all that is merged', () => {
  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 10 }).filter((text) => !text.includes('/')),
    fc.stringMatching(/^0{0,3}\d{1,3}_[a-zA-Z]$/),
  )
  fc.assert(
    fc.property(name, (text) => {
      const others = [...AFTER.archived, AFTER.baseline, AFTER.seed, ...AFTER.later]
      const own = (file: string): string => file.slice(0, -3)
      fc.pre(!others.some((other) => own(other).toLowerCase() === text.toLowerCase()))
      fc.pre(!`${text}.ts`.endsWith('.d.ts'))
      const order = [AFTER.baseline, AFTER.seed, ...AFTER.later].map(own)
      const isLast = [...order, text].sort().at(-1) === text
      expect(judged({ file: `${text}.ts` }).verdict).toBe(isLast ? 'kept' : 'refused')
    }),
  )
})
