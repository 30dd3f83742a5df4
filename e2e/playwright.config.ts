import { defineConfig } from '@playwright/test'

interface Browser {
  readonly path: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What scripts/test.mjs found; run by hand, CHROMIUM_PATH or Playwright's own. */
function browser(): Partial<Browser> {
  const found = process.env['REBASELINE_BROWSER']
  if (found) return JSON.parse(found) as Browser
  const path = process.env['CHROMIUM_PATH']
  return path ? { path } : {}
}

const { path, args = [], env = {} } = browser()

const LONGEST = ['package.spec.ts']
const LONG = ['first-run.spec.ts', 'journey.spec.ts']

// Each journey starts the server it needs, so there is no webServer here.
export default defineConfig({
  testDir: '.',
  globalSetup: './shared-server.ts',
  outputDir: '../test-results',
  forbidOnly: true,
  retries: 0,
  // They wait for a page or a run most of the time.
  workers: 3,
  timeout: 120_000,
  expect: { timeout: 45_000 },
  use: {
    browserName: 'chromium',
    headless: true,
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(path === undefined ? {} : { executablePath: path }),
      args: [...args],
      env: { ...definedOf(process.env), ...env },
    },
  },
  // The longest first, so that none is left over at the end.
  projects: [
    { name: 'longest', testMatch: LONGEST },
    { name: 'long', testMatch: LONG },
    { name: 'others', testMatch: '*.spec.ts', testIgnore: [...LONGEST, ...LONG] },
  ],
})

function definedOf(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}
