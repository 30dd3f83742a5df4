import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { planStatements } from '../baseline/plan.ts'
import { writeBaseline } from '../baseline/write.ts'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { summaryOf } from '../corpus/corpus-cases.ts'
import { openOldSide, type OldSide } from '../proof/old-side.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { verify } from '../proof/verify.ts'
import type { Workspace } from '../proof/workspace.ts'
import { testServer } from '../testing/postgres.ts'
import { blocks } from '../../shared/finding.ts'
import { describeAddress, type CatalogObject } from '../../shared/model.ts'
import { toldOf } from './own-steps.ts'
import { regenerate, type Generated } from './regenerate.ts'
import { unitOf, unitsOf } from './unit.ts'

const STUDIO = fileURLToPath(new URL('../../examples/studio/', import.meta.url))
const FILE = '001_baseline.ts'

let workspace: Workspace
let old: OldSide
let generated: Generated
let text: string
let units: ReadonlyMap<CatalogObject, number>

beforeAll(async () => {
  workspace = workspaceOn(await testServer(18))
  const source = { from: 'migrations', folder: join(STUDIO, 'migrations') } as const
  old = await openOldSide(workspace, source, ledger, 'all')
  const { model } = old
  const empty = await readEmpty(workspace, ledger)
  const statements = planStatements(model, empty)
  text = writeBaseline(model, empty)
  generated = {
    model,
    statements,
    settings: { check_function_bodies: 'off', search_path: '"public"' },
  }
  units = unitsOf(model, statements)
}, 120_000)

const nameOf = ({ address }: CatalogObject): string => describeAddress(address)
const written = (draft: string, object: CatalogObject): string => {
  const result = regenerate(FILE, draft, generated, unitOf(generated.model, object))
  return 'why' in result ? result.why : result.text
}
const textsOf = (object: CatalogObject): string[] => {
  const { keys } = unitOf(generated.model, object)
  return toldOf(
    generated.statements.filter(({ key }) => keys.has(key)),
    'TypeScript',
  ).map((each) => each.text)
}
const firstDifference = (result: string): string => {
  const [mine, theirs] = [result.split('\n'), text.split('\n')]
  const at = mine.findIndex((line, place) => line !== theirs[place])
  return [at, ...mine.slice(at, at + 6), '-----', ...theirs.slice(at, at + 6)].join('\n')
}
/** Every other object that can be chosen whose draft, changed so, is not written as it was generated. */
const wrong = (parity: 0 | 1, change: (draft: string, own: string) => string): string[] =>
  [...units.keys()].flatMap((object, place) => {
    if (place % 2 !== parity) return []
    const draft = textsOf(object).reduce(change, text)
    expect([nameOf(object), draft]).not.toEqual([nameOf(object), text])
    const result = written(draft, object)
    return result === text ? [] : [`${nameOf(object)}: ${firstDifference(result)}`]
  })

describe('in a draft that is the generated text but for some edits', () => {
  test('an object of the sample that was edited is as it was generated', () => {
    expect(units.size).toBeGreaterThan(130)
    expect(
      wrong(0, (draft, own) =>
        draft.replace(own, () => own.replace('await ', 'await /* mine */ ')),
      ),
    ).toEqual([])
  })

  test('an object of the sample that was deleted stands where it was generated', () => {
    expect(wrong(1, (draft, own) => draft.replace(`  ${own}\n`, ''))).toEqual([])
  })
})

describe('in a draft that was written by hand', () => {
  const objectOf = (name: string): CatalogObject => {
    const found = [...units.keys()].find((object) => nameOf(object) === name)
    if (!found) throw new Error(`nothing is generated for ${name}`)
    return found
  }
  const byHand = (name: string): Promise<string> =>
    readFile(join(STUDIO, 'baseline-by-hand', `${name}.ts`), 'utf8')
  const blocking = async (draft: string): Promise<string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'rebaseline-regenerate-'))
    try {
      await writeFile(join(folder, FILE), draft)
      await writeFile(join(folder, '002_seed.ts'), await byHand('002_seed_definitions'))
      const { comparison } = await verify(workspace, old, folder, { ledger, seed: 'all' })
      return comparison.findings.filter(blocks).map(summaryOf)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  const CHOSEN = [
    'type public.task_state',
    'function public.slugify(pg_catalog.text)',
    'table public.tasks',
    'table public.sessions',
    'table reports.daily_figures',
    'index public.users_email_lower_key',
    'view public.public_gallery',
    'rule public.audit_log.audit_log_no_update',
  ]

  test('what is chosen becomes as it was generated, and nothing else differs from before', async () => {
    const before = await byHand('001_baseline')
    const after = CHOSEN.reduce((draft, name) => written(draft, objectOf(name)), before)
    for (const name of CHOSEN) expect(written(after, objectOf(name))).toBe(after)
    const [had, has] = [await blocking(before), await blocking(after)]
    const mine = (each: string): boolean =>
      /task_state|slugify|\btasks|sessions|daily_figures|users_email_lower_key|public_gallery|audit_log_no_update/.test(
        each,
      )
    expect(had.filter(mine).length).toBeGreaterThan(4)
    expect(has.filter(mine)).toEqual([])
    expect(has).toEqual(had.filter((each) => !mine(each)))
  }, 240_000)

  test('what can’t be told is told, and left alone', async () => {
    const draft = await byHand('001_baseline')
    const line = (text: string): number => draft.slice(0, draft.indexOf(text)).split('\n').length
    expect(written(draft, objectOf('type public.time_range'))).toBe(
      `line ${line('await sql`\n    create function time_difference')} makes or changes it together with something else`,
    )
    expect(written(draft, objectOf('function public.set_updated_at'))).toBe(
      `line ${line('for (const table of tables)')} names it, and its text does not tell what it does to it`,
    )
  })
})
