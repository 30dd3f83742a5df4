import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Tests run the built program: it is what people run.
const globalSetup = './scripts/test/build.mjs'
const databaseTests = '{server,shared,e2e,bench,scripts}/**/*.db.test.ts'

/** A worker loads each module once: loading them anew for every file was a third of the work. */
const isolate = false

/** The corpus keeps both cores busy from one short file: begun last, as short files are, it would leave one idle. */
class CorpusFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isCorpus = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/corpus-')
    return [...sorted.filter(isCorpus), ...sorted.filter((file) => !isCorpus(file))]
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
    globalSetup,
    sequence: { sequencer: CorpusFirst },
    projects: [
      {
        test: {
          name: 'unit',
          isolate,
          setupFiles: ['./server/testing/tidy-folders.ts'],
          include: ['{server,shared,web,e2e,bench,scripts,examples}/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'database',
          isolate,
          include: [databaseTests],
          exclude: ['**/node_modules/**'],
          pool: 'forks',
          globalSetup: './server/testing/servers.ts',
          setupFiles: ['./server/testing/tidy-folders.ts', './server/testing/tidy-servers.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
