import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_LEDGER as ledger } from '../server/catalog/fragments.ts'
import { Effects } from '../server/history/effects.ts'
import { plainBuild, replay } from '../server/history/replay.ts'
import type { MigrationStep } from '../server/history/run.ts'
import { DatabaseUrl } from '../server/postgres/redact.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { createScratch } from '../server/postgres/scratch.ts'
import { compareAlike } from '../server/proof/compare-alike.ts'
import { compareSides } from '../server/proof/compare-sides.ts'
import { generate } from '../server/proof/generate.ts'
import { openOldSide } from '../server/proof/old-side.ts'
import { askOld } from '../server/proof/behaviour.ts'
import { originBeside } from '../server/proof/database-facts.ts'
import { testTheTest } from '../server/proof/test-of-the-test.ts'
import { readSide, type Side } from '../server/proof/read-side.ts'
import { verify } from '../server/proof/verify.ts'
import { inWorkspace } from '../server/proof/workspace.ts'
import type { Comparison } from '../shared/finding.ts'
import { plantedLines } from '../server/commands/planted-text.ts'
import { plantedOutcome } from '../shared/planted.ts'

/** What one measured job did: its phases in the order they ran, and what it found. */
export interface Job {
  readonly milliseconds: Readonly<Record<string, number>>
  readonly verdict: string
  readonly objects: number
  readonly findings: readonly string[]
}

/** `compare` of two databases that differ in nothing, without pg_dump's second opinion: from what Postgres sums up. */
export async function compareJob(old: string, rebuilt: string): Promise<Job> {
  const clock = new Clock()
  const urls = [new DatabaseUrl(old), new DatabaseUrl(rebuilt)] as const
  const comparison = await clock.time('compare', () =>
    compareAlike(urls, { runId: newRunId(), ledger, secondOpinion: false }),
  )
  if (!comparison) throw new Error('the two databases do not sum up alike')
  return clock.job(comparison)
}

/** The same read whole, as where something differs. */
export async function readWholeJob(server: string, old: string, rebuilt: string): Promise<Job> {
  return inWorkspace({ oldServer: server, rebuiltServer: server }, async (workspace) => {
    const clock = new Clock()
    const { runId } = workspace
    const read = (url: string): Promise<Side> =>
      readSide(new DatabaseUrl(url), { runId, ledger, seed: 'none' })
    const [oldSide, rebuiltSide] = await clock.time('read both', () =>
      Promise.all([read(old), read(rebuilt)]),
    )
    const comparison = await clock.time('compare', () =>
      compareSides(workspace, oldSide, rebuiltSide, { ledger, seed: 'none' }),
    )
    return clock.job(comparison)
  })
}

/** The whole proof of a folder of migrations: replay twice, generate, rebuild from the files alone, compare. */
export async function proofJob(major: number, folder: string): Promise<Job> {
  return inWorkspace({ major }, async (workspace) => {
    const clock = new Clock()
    const baseline = mkdtempSync(join(tmpdir(), 'rebaseline-bench-baseline-'))
    try {
      const old = await clock.time('replay twice and read', () =>
        openOldSide(workspace, { from: 'migrations', folder }, ledger, 'all'),
      )
      const generated = await clock.time('generate', () =>
        generate(workspace, old, { ledger, seed: 'all', out: baseline }),
      )
      await generated.rebuilt.database.drop()
      const { comparison, rebuilt } = await clock.time('rebuild and compare', () =>
        verify(workspace, old, baseline, { ledger, seed: 'all' }),
      )
      clock.add('of these: step by step', old.milliseconds.replay)
      clock.add('of these: plain run', old.milliseconds.plain)
      clock.add('of these: rebuild', rebuilt.milliseconds)
      return clock.job(comparison)
    } finally {
      rmSync(baseline, { recursive: true, force: true })
    }
  })
}

/** The test of the test: a baseline is generated of a folder of migrations, and faults are planted in what it builds. */
export async function plantJob(major: number, folder: string): Promise<Job> {
  const onProgress = (text: string): void => void process.stderr.write(`${text}\n`)
  return inWorkspace({ major, onProgress }, async (workspace) => {
    const clock = new Clock()
    const asked = askOld({ from: 'migrations', folder }, ledger, workspace.progress)
    const old = await clock.time('replay twice and read', () =>
      openOldSide(workspace, asked.source, ledger, 'all'),
    )
    const { comparison, rebuilt } = await clock.time('generate', () =>
      generate(workspace, old, { ledger, seed: 'all' }),
    )
    const rules = {
      ledger,
      seed: 'all',
      volatile: old.volatile,
      volatileRows: old.volatileRows,
      roles: { old: old.roles, rebuilt: rebuilt.roles },
      databases: originBeside(old),
    } as const
    const { planted } = await clock.time('behaviour and faults', () =>
      testTheTest(workspace, { old, rebuilt }, rules, comparison, asked),
    )
    clock.add('of these: faults', planted.milliseconds)
    const { behaviour } = planted
    if (behaviour && 'milliseconds' in behaviour) {
      clock.add('of these: behaviour of both', behaviour.milliseconds)
    }
    return {
      ...clock.job(comparison),
      verdict: plantedOutcome(planted),
      findings: [...plantedLines(planted)],
    }
  })
}

/** A folder of migrations run the project's own plain way, then one by one, then so that what each did is told. */
export async function replayJob(major: number, folder: string): Promise<Job> {
  return inWorkspace({ major }, async ({ old: server, runId }) => {
    const clock = new Clock()
    const inScratch = async (work: (database: DatabaseUrl) => Promise<void>): Promise<void> => {
      const database = await createScratch(server, { runId, purpose: 'old' })
      await work(database.url).finally(() => database.drop())
    }
    const plain = (phase: string): Promise<void> =>
      inScratch(async (database) => {
        await clock.time(phase, () => plainBuild({ folder, database, runId }))
      })
    await plain('plain run, the first')
    await plain('plain run')
    await inScratch(async (database) => {
      await clock.time('one by one', () => replay({ folder, database, runId }))
    })
    const effects = new Effects(runId, ledger)
    let objects = 0
    await inScratch(async (database) => {
      await clock.time('one by one, with effects', async () => {
        await effects.begin(database)
        const afterStep = async (step: MigrationStep): Promise<void> => {
          await clock.time('of these: looking', () => effects.afterStep(step))
        }
        await replay({ folder, database, runId, sent: 'told', afterStep })
        await effects.end()
      })
    })
    for (const found of effects.effects.values()) objects += found?.objects.length ?? 0
    return {
      milliseconds: clock.phases,
      verdict: `${effects.did.size} migrations told`,
      objects,
      findings: [],
    }
  })
}

class Clock {
  readonly #phases: Record<string, number> = {}

  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const result = await work()
    this.add(phase, performance.now() - started)
    return result
  }

  add(phase: string, milliseconds: number): void {
    this.#phases[phase] = (this.#phases[phase] ?? 0) + milliseconds
  }

  get phases(): Readonly<Record<string, number>> {
    return this.#phases
  }

  job(comparison: Comparison): Job {
    return {
      milliseconds: this.#phases,
      verdict: comparison.verdict,
      objects: Object.values(comparison.counts).reduce((sum, { old }) => sum + old, 0),
      findings: comparison.findings
        .slice(0, 5)
        .map(
          ({ class: found, kind, change, address }) =>
            `${found} ${kind} ${change} ${address.names.join('.')}`,
        ),
    }
  }
}
