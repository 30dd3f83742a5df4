import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_LEDGER as ledger } from '../server/catalog/fragments.ts'
import { DatabaseUrl } from '../server/postgres/redact.ts'
import { compareSides } from '../server/proof/compare-sides.ts'
import { generate } from '../server/proof/generate.ts'
import { openOldSide } from '../server/proof/old-side.ts'
import { readSide, type Side } from '../server/proof/read-side.ts'
import { verify } from '../server/proof/verify.ts'
import { inWorkspace } from '../server/proof/workspace.ts'

/** What one measured job did: its phases in the order they ran, and what it found. */
export interface Job {
  readonly milliseconds: Readonly<Record<string, number>>
  readonly verdict: string
  readonly objects: number
  readonly findings: readonly string[]
}

/** `compare` of two databases on one server. */
export async function compareJob(server: string, old: string, rebuilt: string): Promise<Job> {
  return inWorkspace({ oldServer: server, rebuiltServer: server }, async (workspace) => {
    const clock = new Clock()
    const { runId } = workspace
    const read = (url: string): Promise<Side> =>
      readSide(new DatabaseUrl(url), { runId, ledger, seed: 'none' })
    const oldSide = await clock.time('read old', () => read(old))
    const rebuiltSide = await clock.time('read rebuilt', () => read(rebuilt))
    const comparison = await clock.time('compare', () =>
      compareSides(workspace, oldSide, rebuiltSide, { ledger, seed: 'none' }),
    )
    return clock.job(comparison, oldSide)
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
      return clock.job(comparison, old)
    } finally {
      rmSync(baseline, { recursive: true, force: true })
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

  job(comparison: Awaited<ReturnType<typeof compareSides>>, old: Side): Job {
    return {
      milliseconds: this.#phases,
      verdict: comparison.verdict,
      objects: old.model.objects.size,
      findings: comparison.findings
        .slice(0, 5)
        .map(
          ({ class: found, kind, change, address }) =>
            `${found} ${kind} ${change} ${address.names.join('.')}`,
        ),
    }
  }
}
