import { createServer } from 'node:net'
import type { Project } from './project.ts'
import { readState, writeState } from './state-files.ts'

const FILE = 'ports.json'
/** As many dashboards of one project as may be open side by side. */
const MOST = 4

/** The ports that dashboards of a project had, newest first: a page keeps what was typed by its address. */
export async function keptPorts(project: Project): Promise<readonly number[]> {
  try {
    const found: unknown = JSON.parse((await readState(project, FILE)) ?? '[]')
    return Array.isArray(found) ? found.filter(isPort) : []
  } catch {
    // What is no list of ports is none; what can't be read is told where it matters.
    return []
  }
}

const isPort = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536

/** Keeps a port for the next start; a folder that takes nothing is told by the first run. */
export async function keepPort(
  project: Project,
  kept: readonly number[],
  port: number,
): Promise<void> {
  if (kept.includes(port)) return
  const ports = [port, ...kept].slice(0, MOST)
  await writeState(project, FILE, `${JSON.stringify(ports)}\n`).catch(() => {})
}

/** The first of these ports that nobody listens on. */
export async function freePort(ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) if (await isFree(port)) return port
  return undefined
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      server.close(() => resolve(true)),
    )
  })
