import { expect, test } from 'vitest'
import { partialReads } from './partial-reads.ts'

test.each([14, 15, 16, 17, 18])(
  'no query of few objects of PostgreSQL %i asks for all',
  (major) => {
    const reads = partialReads(major)
    expect(
      reads
        .filter(({ prepare }) => / any_|from with_dropped/.test(prepare))
        .map(({ module }) => module.kind),
    ).toStrictEqual([])
    expect(reads.filter(({ prepare }) => prepare.includes('then array(select'))).not.toHaveLength(0)
  },
)
