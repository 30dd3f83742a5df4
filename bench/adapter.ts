import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_LEDGER as ledger } from '../server/catalog/fragments.ts'
import { DatabaseUrl } from '../server/postgres/redact.ts'
import { newRunId } from '../server/postgres/run-id.ts'
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

class Clock {
  readonly #phases: Record<string, number> = {}

  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now()
    const result = await work()
    this.add(phase, performance.now() - started)
    return result
  }

  add(phase: string, milliseconds: number): void {
    this.#phases[phase] = milliseconds
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
