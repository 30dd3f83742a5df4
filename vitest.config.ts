import { defineConfig } from 'vitest/config'

// Tests run the built program: it is what people run.
const globalSetup = './scripts/test/build.mjs'
const databaseTests = '{server,shared,e2e,bench,scripts}/**/*.db.test.ts'

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
    globalSetup,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{server,shared,web,e2e,bench,scripts,examples}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'database',
          include: [databaseTests],
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
