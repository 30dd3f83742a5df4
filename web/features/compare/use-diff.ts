import { useEffect, useState } from 'react'
import type { DiffAnswer, DiffQuestion } from './diff-text.ts'

const LIMIT = 1_500
const START_LIMIT = 20_000

const LATE = {
  status: 'too-large',
  why: 'Comparing line by line took too long: both texts follow, from the first difference on.',
} as const satisfies DiffAnswer

interface Answered {
  readonly question: DiffQuestion
  readonly answer: DiffAnswer
}

/** The line-by-line difference of two texts; undefined while a worker looks for it. */
export function useDiff(
  old: string,
  rebuilt: string,
  layout: DiffQuestion['layout'],
): DiffAnswer | undefined {
  const [answered, setAnswered] = useState<Answered>()
  useEffect(() => {
    const question = { old, rebuilt, layout }
    const worker = new Worker(new URL('./diff-worker.ts', import.meta.url), { type: 'module' })
    const answer = (answer: DiffAnswer) => setAnswered({ question, answer })
    const giveUp = () => {
      worker.terminate()
      answer(LATE)
    }
    // What a busy machine needs to start the worker is not the texts' fault.
    let timer = setTimeout(giveUp, START_LIMIT)
    worker.addEventListener('message', ({ data }: MessageEvent<DiffAnswer | 'started'>) => {
      clearTimeout(timer)
      if (data === 'started') {
        timer = setTimeout(giveUp, LIMIT)
        return
      }
      worker.terminate()
      answer(data)
    })
    worker.addEventListener('error', () => {
      clearTimeout(timer)
      answer({ ...LATE, why: 'Comparing line by line failed: both texts follow.' })
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- A worker has none.
    worker.postMessage(question)
    return () => {
      clearTimeout(timer)
      worker.terminate()
    }
  }, [old, rebuilt, layout])
  const isCurrent =
    answered?.question.old === old &&
    answered.question.rebuilt === rebuilt &&
    answered.question.layout === layout
  return isCurrent ? answered.answer : undefined
}
