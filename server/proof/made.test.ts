import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { madeIn, once } from './made.ts'
import type { Workspace } from './workspace.ts'

const workspaceOn = (rebuilt: Server): Workspace => ({ rebuilt }) as Workspace
const server = (): Server => ({}) as Server

test('the same is made once on a server, also when two ask at the same time', async () => {
  const workspace = workspaceOn(server())
  let times = 0
  const empty = (): Promise<unknown> =>
    once(madeIn(workspace, DEFAULT_LEDGER).empty, workspace.rebuilt, async () => {
      times += 1
      return {} as never
    })
  const [first, second] = await Promise.all([empty(), empty()])
  expect(second).toBe(first)
  expect(await empty()).toBe(first)
  expect(times).toBe(1)
})

test('another server, or a ledger of other names, shows something else', () => {
  const workspace = workspaceOn(server())
  const made = madeIn(workspace, DEFAULT_LEDGER)
  expect(madeIn({ ...workspace }, { ...DEFAULT_LEDGER })).toBe(made)
  expect(madeIn(workspace, { ...DEFAULT_LEDGER, schema: 'other' })).not.toBe(made)
  expect(madeIn(workspaceOn(server()), DEFAULT_LEDGER)).not.toBe(made)
})

test('a failure is tried again', async () => {
  const made = new WeakMap<object, Promise<string>>()
  const key = {}
  await expect(once(made, key, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await once(made, key, async () => 'made')).toBe('made')
})
