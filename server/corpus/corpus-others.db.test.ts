import { test } from 'vitest'
import { TEST_MAJORS } from '../testing/servers.ts'
import { describeCorpus } from './describe-corpus.ts'

const others = TEST_MAJORS.filter((major) => major !== 15 && major !== 18)

others.forEach(describeCorpus)
test.runIf(others.length === 0)('the corpus on the majors between', ({ skip }) =>
  skip('no other server was started: npm run nightly runs it on 14, 16 and 17'),
)
