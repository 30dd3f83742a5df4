import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { API, TOKEN_HEADER } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { DraftList } from '../../shared/draft.ts'
import { readReview } from '../review/store.ts'
import { ADA } from '../testing/open-app.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { finding, smallRun, smallSchema } from '../testing/small-run.ts'
import { program } from '../testing/program.ts'

const PROGRAM = program('serve-project')
const ROUNDS = 5

/** A dashboard in a process of its own. */
interface Dashboard {
  readonly child: ChildProcess
  ask<T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }>
}

let reviewed: ReviewedProject
let both: readonly [Dashboard, Dashboard]
beforeEach(async () => {
  reviewed = await reviewedProject()
  await reviewed.keep(smallRun(smallSchema(), [finding()]), 1)
  both = await Promise.all([start(), start()])
}, 60_000)
afterEach(() => both.forEach(({ child }) => child.kill('SIGKILL')))

async function start(): Promise<Dashboard> {
  const words = [PROGRAM, reviewed.project.migrations]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout as Readable), 'line')) as [string]
  const { origin, token } = JSON.parse(line) as { origin: string; token: string }
  return {
    child,
    async ask(method, path, body) {
      const response = await fetch(origin + path, {
        method,
        headers: { origin, [TOKEN_HEADER]: token, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: (await response.json()) as never }
    },
  }
}

/** Adds a line to a draft, from the newest text on as often as somebody else was faster. */
async function addLine({ ask }: Dashboard, line: string): Promise<void> {
  for (;;) {
    const { drafts } = (await ask<DraftList>('GET', API.drafts)).body
    const { text = '', version = '' } = drafts.find(({ name }) => name === 'baseline') ?? {}
    const path = API.draft.replace(':name', 'baseline')
    const { status } = await ask('PUT', path, { text: `${text}\n${line}`, version })
    if (status === 200) return
    expect(status).toBe(409)
  }
}

async function sign({ ask }: Dashboard, note: string): Promise<void> {
  const { items } = (await ask<Checklist>('GET', API.checklist)).body
  const seen = Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  const request = { items: ['seed'], seen, person: ADA, note }
  expect((await ask('POST', API.sign, request)).status).toBe(200)
}

async function acknowledge({ ask }: Dashboard, reason: string): Promise<void> {
  const { acknowledgements } = (await ask<Checklist>('GET', API.checklist)).body
  const seen = acknowledgements.find((each) => each.class === 'comment')?.hash ?? ''
  const request = { class: 'comment', seen, person: ADA, reason }
  expect((await ask('POST', API.acknowledge, request)).status).toBe(200)
}

const onDisk = async (): Promise<{ lines: string[]; notes: string[]; broken: string | null }> => {
  const { log, broken } = await readReview(reviewed.project)
  const { drafts } = (await both[1].ask<DraftList>('GET', API.drafts)).body
  return { lines: drafts[0]?.text.split('\n') ?? [], notes: log.map(({ note }) => note), broken }
}

test('two dashboards of one project at once lose no edit, no sign-off and no acknowledgement', async () => {
  const told = { lines: [] as string[], notes: [] as string[] }
  const named = both.map((dashboard, index) => [dashboard, 'AB'[index] ?? ''] as const)
  const state = async ([dashboard, name]: (typeof named)[number]): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await sign(dashboard, `signed ${name} ${round}`)
      await acknowledge(dashboard, `acknowledged ${name} ${round}`)
      told.notes.push(`signed ${name} ${round}`, `acknowledged ${name} ${round}`)
    }
  }
  const edit = async ([dashboard, name]: (typeof named)[number]): Promise<void> => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await addLine(dashboard, `// ${name} ${round}`)
      told.lines.push(`// ${name} ${round}`)
    }
  }
  await Promise.all(named.map(state))
  // After that, since an edit has to be verified before anything can be signed.
  await Promise.all(named.map(edit))
  const { lines, notes, broken } = await onDisk()
  expect(broken).toBeNull()
  expect(notes.toSorted()).toEqual(told.notes.toSorted())
  expect(lines.slice(1).toSorted()).toEqual(told.lines.toSorted())
}, 120_000)

test('one that is killed in the middle leaves the other at work, and what it had said stands', async () => {
  const [first, second] = both
  const told: string[] = []
  const doomed = (async () => {
    for (let round = 0; ; round += 1) {
      await addLine(first, `// A ${round}`)
      told.push(`// A ${round}`)
      if (told.length === 3) setImmediate(() => first.child.kill('SIGKILL'))
    }
  })().catch(() => {})
  for (let round = 0; round < ROUNDS; round += 1) await addLine(second, `// B ${round}`)
  await doomed
  await addLine(second, '// after')
  const { lines } = await onDisk()
  expect(lines).toEqual(expect.arrayContaining([...told, '// B 0', '// B 4', '// after']))
  expect(new Set(lines).size).toBe(lines.length)
}, 120_000)
