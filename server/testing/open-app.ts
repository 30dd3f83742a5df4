import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { TOKEN_HEADER } from '../../shared/api.ts'
import type { Person } from '../../shared/checklist.ts'
import { buildApp } from '../app.ts'
import type { Project } from '../project/project.ts'
import type { ComparedRun } from '../project/run.ts'
import type { Way } from '../workbench/way.ts'
import { Workbench } from '../workbench/workbench.ts'
import { wayOf } from './compared-run.ts'
import { smallRun } from './small-run.ts'

export const ADA: Person = { name: 'Ada', email: 'ada@studio.test' }

/** What this page itself sends with every call. */
export const OWN = { host: 'localhost', origin: 'http://localhost' } as const

/** The dashboard of a project without a Postgres behind it: its jobs come to one run at once. */
export interface OpenApp {
  readonly app: FastifyInstance
  readonly workbench: Workbench
  /** Of a session that is open. */
  readonly token: string
  call(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    payload?: object,
  ): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

export interface OpenAppOptions {
  readonly run?: ComparedRun
  /** Without it, one whose jobs come to that run, and that tells of no drafts. */
  readonly way?: Way
  readonly notes?: string
  readonly log?: (line: string) => void
  /** Takes secrets out of what is said; none without it. */
  readonly mask?: (text: string) => string
  /** The folder of a built page; without it, one that only says what it is. */
  readonly webRoot?: string
  /** Adds a route to it. */
  readonly plant?: (app: FastifyInstance) => void
}

export async function openApp(
  project: Project | null,
  { run = smallRun(), way, notes, log, mask = (text) => text, plant, webRoot }: OpenAppOptions = {},
): Promise<OpenApp> {
  const page = webRoot ?? smallPage()
  const workbench = new Workbench({
    way: way ?? wayOf(run, project),
    mask,
    person: async () => ADA,
    notes: notes ?? null,
  })
  workbench.start('prove')
  await workbench.ended()
  const app = await buildApp({ workbench, webRoot: page, ...(log ? { log: { write: log } } : {}) })
  plant?.(app)
  // Without a request, so that it can listen yet.
  const token = app.access.exchange(app.access.issueCode()) ?? ''
  return {
    app,
    workbench,
    token,
    call: (method, url, payload) =>
      app.inject({
        method,
        url,
        headers: { ...OWN, [TOKEN_HEADER]: token },
        ...(payload === undefined ? {} : { payload }),
      }),
    async close() {
      await app.close()
      if (webRoot === undefined) rmSync(page, { recursive: true, force: true })
    },
  }
}

function smallPage(): string {
  const page = mkdtempSync(join(tmpdir(), 'rebaseline-web-'))
  mkdirSync(join(page, 'assets'))
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>the built page</title>')
  writeFileSync(join(page, 'assets', 'page.js'), 'export {}')
  return page
}
