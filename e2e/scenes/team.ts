import type { FileJudgement, TeamAdvice } from '../../shared/team.ts'
import { HOSTILE } from './hostile-text.ts'

const AT = '2026-01-04T09:00:00.000Z'

const file = (name: string, rest: Partial<FileJudgement> = {}): FileJudgement => ({
  file: name,
  change: 'added',
  from: null,
  verdict: 'kept',
  why: 'it sorts after 002_seed_definitions',
  advice: null,
  commands: [],
  ...rest,
})

const early = file('0003_age.ts', {
  verdict: 'refused',
  why: 'it sorts before 001_baseline, which has to run first',
  advice: 'give it a name that sorts after 002_seed_definitions',
  commands: ['git mv -- migrations/0003_age.ts migrations/006_age.ts'],
})

const edited = file('004_moods.ts', {
  change: 'changed',
  verdict: 'refused',
  why: 'databases have run it, and the baseline is proven on it as it stands here: exported, the change would be lost',
  advice: 'take the change back, and write it as a new migration, migrations/007_moods.ts',
})

/** Open branches of every kind, before the export. */
export const TEAM: TeamAdvice = {
  state: 'before',
  verdict: 'refused',
  unknown: ['origin/old: this clone holds no commit that it shares with HEAD'],
  line: {
    last: '004_moods.ts',
    baseline: '001_baseline.ts',
    seed: '002_seed_definitions.ts',
  },
  next: 'migrations/008_what_it_does.ts',
  folder: [],
  branches: [
    {
      names: ['feature/rooms', 'origin/feature/rooms'],
      committedAt: AT,
      verdict: 'kept',
      why: null,
      files: [file('005_rooms.ts')],
    },
    {
      names: ['feature/age'],
      committedAt: AT,
      verdict: 'refused',
      why: null,
      files: [early, edited],
    },
    {
      names: [HOSTILE],
      committedAt: AT,
      verdict: 'refused',
      why: null,
      files: [{ ...early, file: `${HOSTILE}\u202e.ts`, commands: [`git mv -- '${HOSTILE}' x.ts`] }],
    },
    {
      names: ['origin/old'],
      committedAt: AT,
      verdict: 'unknown',
      why: 'this clone holds no commit that it shares with HEAD',
      files: [],
    },
  ],
  noBranches: null,
  looked: 50,
  left: 1_200,
  text: '## Database migrations\n\nThe schema begins with `001_baseline.ts`, its rows with `002_seed_definitions.ts`.\n\n### For the team\n\n- **After pulling this**, `npm run db:rebuild -- --yes-drop NAME` builds your own database anew.\n',
}

/** The same after the export, when somebody has merged what should not have been. */
export const TEAM_AFTER: TeamAdvice = {
  ...TEAM,
  state: 'after',
  unknown: [],
  folder: [
    file('001_baseline.ts', { change: 'stands', why: 'it stands as the export wrote it' }),
    { ...early, change: 'stands' },
  ],
  branches: TEAM.branches?.slice(0, 2) ?? [],
  looked: 3,
  left: 0,
}
