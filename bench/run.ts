import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer, type Server } from '../server/postgres/engine.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { createScratch } from '../server/postgres/scratch.ts'
import { withConnection } from '../server/postgres/session.ts'
import { measure, type Measured } from './measure.ts'
import { installPeers, type Peers, type Timed } from './peers.ts'
import { writeMigrations, type FolderOptions } from './migrations.ts'
import { installedPgDumps, timePgDump, type PgDump } from './pg-dump.ts'
import { generateSteps } from './schema.ts'

const HELP = `npm run bench -- [--tables 100,1000] [--proof 100] [--plant 100] [--replay 300] [--postgres 15] [--seed 7] [--peers]
  --tables    sizes of generated schemas to compare with themselves and with pg_dump -s (100,1000)
  --proof     sizes of generated folders of migrations to prove wholly, besides examples/studio (100)
  --plant     sizes of generated folders of migrations to plant faults for, besides examples/studio; none unless told
  --replay    sizes of generated folders, one table a migration, to replay with what each did told; none unless told
  --peers     install other tools that compare databases from npm into a folder of their own, and time them beside
  --postgres  major of the server; unless told, the newest that has a pg_dump here, else 18`

const STUDIO = join(import.meta.dirname, '../examples/studio/migrations')
const DEFAULT_MAJOR = 18
const KNOWN_MAJORS = [18, 17, 16, 15, 14]

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tables: { type: 'string', default: '100,1000' },
      proof: { type: 'string', default: '100' },
      plant: { type: 'string' },
      replay: { type: 'string' },
      postgres: { type: 'string' },
      seed: { type: 'string', default: '7' },
      peers: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return say(HELP)
  const dumps = installedPgDumps()
  const fitting = dumps.find(({ major }) => KNOWN_MAJORS.includes(major))
  const major = Number(values.postgres ?? fitting?.major ?? DEFAULT_MAJOR)
  const dump = dumps.find((each) => each.major === major)
  const server = await startServer({ major, runId: newRunId(), prefer: 'installed' })
  const seed = Number(values.seed)
  const peers = values.peers ? installPeers() : undefined
  try {
    say(
      `PostgreSQL ${major}, Node ${process.versions.node}, ${process.platform}; times in milliseconds`,
    )
    say(
      dump
        ? `pg_dump ${dump.major}: ${dump.path}`
        : `no pg_dump of major ${major} here: no ratio to it`,
    )
    for (const tables of sizes(values.tables))
      await compareEqual(server, { dump, peers }, { tables, seed })
    const proven = sizes(values.proof)
    if (proven.length > 0) await prove(major, STUDIO, 'examples/studio')
    for (const tables of proven) {
      await withGenerated({ tables, seed }, (folder, title) => prove(major, folder, title))
    }
    for (const tables of sizes(values.replay ?? '')) {
      const options = { tables, seed, tablesPerFile: 1 }
      await withGenerated(options, (folder, title) => replayTold(major, folder, title))
    }
    if (values.plant === undefined) return
    await plant(major, STUDIO, 'examples/studio')
    for (const tables of sizes(values.plant)) {
      await withGenerated({ tables, seed }, (folder, title) => plant(major, folder, title))
    }
  } finally {
    peers?.remove()
    await server.stop()
  }
}

async function compareEqual(
  server: Server,
  { dump, peers }: { readonly dump: PgDump | undefined; readonly peers: Peers | undefined },
  options: { readonly tables: number; readonly seed: number },
): Promise<void> {
  say(`\ncompare, ${options.tables} tables twice`)
  const { runId } = server
  const old = await createScratch(server, { runId, purpose: 'old' })
  const started = performance.now()
  await withConnection(old.url, { runId }, async (query) => {
    for (const step of generateSteps(options)) await query(step.join(';\n'))
    await query('vacuum analyze')
  })
  row('load', performance.now() - started)
  const rebuilt = await createScratch(server, { runId, purpose: 'rebuilt', template: old.name })
  try {
    const dumped =
      dump &&
      middle(
        [1, 2, 3].map(() => timePgDump(dump, old.url.reveal()).milliseconds),
        (time) => time,
      )
    if (dumped !== undefined) row('pg_dump -s', dumped)
    for (const job of ['compare', 'read whole'] as const) {
      const request = {
        job,
        server: server.url.reveal(),
        old: old.url.reveal(),
        rebuilt: rebuilt.url.reveal(),
      }
      say(
        job === 'compare'
          ? '  as Postgres sums them up:'
          : '  read whole, as where something differs:',
      )
      const runs = [await measure(request), await measure(request), await measure(request)]
      const total = report(middle(runs, totalOf))
      if (dumped !== undefined)
        say(`  ${ratio(total, dumped)} × pg_dump -s (the middle one of three runs of each)`)
    }
    if (peers)
      for (const name of peers.names)
        await timePeer(peers, name, old.url.reveal(), rebuilt.url.reveal(), dumped)
  } finally {
    await Promise.all([old.drop(), rebuilt.drop()])
  }
}

async function timePeer(
  peers: Peers,
  name: string,
  old: string,
  rebuilt: string,
  dumped: number | undefined,
): Promise<void> {
  try {
    const time = (): Promise<Timed> => peers.time(name, old, rebuilt)
    const times = [await time(), await time(), await time()]
    const { milliseconds, differences, peakKilobytes } = middle(times, (each) => each.milliseconds)
    row(name, milliseconds)
    const beside = dumped === undefined ? '' : `${ratio(milliseconds, dumped)} × pg_dump -s; `
    say(`  ${beside}${differences} differences, peak memory ${megabytes(peakKilobytes)}`)
  } catch (error) {
    say(`  ${name}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function withGenerated(
  options: FolderOptions,
  work: (folder: string, title: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-bench-migrations-'))
  try {
    const files = writeMigrations(folder, options)
    await work(folder, `${options.tables} generated tables in ${files} migrations`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function prove(major: number, folder: string, title: string): Promise<void> {
  say(`\nthe whole proof, ${title}`)
  const measured = await measure({ job: 'proof', major, folder })
  const total = report(measured)
  const plain = measured.milliseconds['of these: plain run'] ?? 0
  const proof = total - (measured.milliseconds['generate'] ?? 0)
  say(
    `  verify is ${ratio(proof, plain)} × the plain migration run, with generate ${ratio(total, plain)} ×`,
  )
}

async function replayTold(major: number, folder: string, title: string): Promise<void> {
  say(`\nreplay with effects, ${title}`)
  const measured = await measure({ job: 'replay', major, folder })
  report(measured)
  const time = (phase: string): number => measured.milliseconds[phase] ?? 0
  const told = time('one by one, with effects')
  say(
    `  with effects: ${ratio(told, time('plain run'))} × the plain run, ${ratio(told, time('one by one'))} × one by one`,
  )
}

async function plant(major: number, folder: string, title: string): Promise<void> {
  say(`\nplanted faults, ${title}`)
  report(await measure({ job: 'plant', major, folder }))
}

/** Prints a job's phases, verdict and memory; gives the sum of its phases. */
function report({
  milliseconds,
  verdict,
  objects,
  findings,
  peakKilobytes,
  childrenKilobytes,
}: Measured): number {
  for (const [phase, time] of Object.entries(milliseconds)) row(phase, time)
  const total = totalOf({ milliseconds })
  row('in all', total)
  say(
    `  verdict: ${verdict}; ${objects} objects${findings.map((each) => `\n    ${each}`).join('')}`,
  )
  const children = childrenKilobytes === null ? 'not measured here' : megabytes(childrenKilobytes)
  say(`  peak memory: ${megabytes(peakKilobytes)}, its child processes: ${children}`)
  return total
}

const totalOf = ({ milliseconds }: Pick<Measured, 'milliseconds'>): number =>
  Object.entries(milliseconds)
    .filter(([phase]) => !phase.startsWith('of these'))
    .reduce((sum, [, time]) => sum + time, 0)

function middle<T>(all: readonly T[], by: (each: T) => number): T {
  const sorted = [...all].sort((a, b) => by(a) - by(b))
  const found = sorted[Math.floor(sorted.length / 2)]
  if (found === undefined) throw new Error('there is no middle of nothing')
  return found
}

const sizes = (list: string): number[] =>
  list
    .split(',')
    .map(Number)
    .filter((size) => size > 0)
const megabytes = (kilobytes: number): string => `${Math.round(kilobytes / 1024)} MB`
const ratio = (a: number, b: number): string => (b > 0 ? (a / b).toFixed(2) : '?')
const row = (phase: string, milliseconds: number): void =>
  say(`  ${phase.padEnd(28)}${milliseconds.toFixed(0).padStart(9)}`)

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

await main()
