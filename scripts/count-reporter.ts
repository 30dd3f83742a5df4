import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

interface Told {
  name: string
  reason: string
}

/** Writes how many tests passed, and which failed or were skipped and why, to the file named by COUNT_FILE. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['COUNT_FILE']
    if (!file) return
    let passed = 0
    let failed = unhandled.length
    const skipped: Told[] = []
    const failures: Told[] = unhandled.map((error) => told('outside of a test', error))
    for (const module of modules) {
      const before = failed
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') passed += 1
        else if (result.state === 'skipped') {
          const reason =
            result.note ??
            (test.options.mode === 'todo' ? 'still to be written' : 'no reason given')
          skipped.push({ name: `${module.relativeModuleId}: ${test.fullName}`, reason })
        } else {
          failed += 1
          failures.push(told(`${module.relativeModuleId}: ${test.fullName}`, result.errors?.[0]))
        }
      }
      // A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
      if (!module.ok() && failed === before) {
        failed += 1
        failures.push(told(module.relativeModuleId, module.errors()[0]))
      }
    }
    writeFileSync(file, JSON.stringify({ passed, failed, skipped, failures }))
  }
}

const told = (name: string, error: SerializedError | undefined): Told => ({
  name,
  reason: error?.message ?? 'no reason given',
})
