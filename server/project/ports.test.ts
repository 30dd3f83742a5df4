import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort, keepPort, keptPorts } from './ports.ts'
import { writeState } from './state-files.ts'

test('a dashboard takes a port that it had before, unless somebody listens there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-ports-'))
  const other = createServer()
  try {
    mkdirSync(join(folder, 'migrations'))
    const project = { name: 'ports', folder, migrations: join(folder, 'migrations') }
    expect(await keptPorts(project)).toEqual([])
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await keepPort(project, [], port)
    expect(await keptPorts(project)).toEqual([port])
    expect(await freePort([port])).toBeUndefined()
    await new Promise((resolve) => other.close(resolve))
    expect(await freePort([port])).toBe(port)
    await writeState(project, 'ports.json', '["x", 0, 70000, 4321]')
    expect(await keptPorts(project)).toEqual([4321])
    await writeState(project, 'ports.json', 'no list')
    expect(await keptPorts(project)).toEqual([])
  } finally {
    other.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
