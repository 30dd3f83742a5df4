import { test as base } from '@playwright/test'
import type { Scene } from './scene.ts'
import { serveScene, type Served } from './serve-scene.ts'

interface Fixtures {
  /** Starts the server with a scene; it is stopped after the test. */
  readonly serve: (scene: Scene, port?: number) => Promise<Served>
  /** Everything the browser complained about. */
  readonly complaints: string[]
}

/** A test of the page on scenes. */
export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern.
  serve: async ({}, provide) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async (scene, port) => {
      const served = await serveScene(scene, port)
      stops.push(served.stop)
      return served
    })
    await Promise.all(stops.map((stop) => stop()))
  },
  complaints: [
    async ({ page }, provide) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await provide(complaints)
    },
    { auto: true },
  ],
})
