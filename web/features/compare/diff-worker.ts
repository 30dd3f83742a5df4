import type { DiffQuestion } from './diff-text.ts'
import { diffTexts } from './diff-text.ts'

// Compares beside the page, which stays alive whatever is compared.
addEventListener('message', ({ data }: MessageEvent<DiffQuestion>) => {
  postMessage('started')
  postMessage(diffTexts(data))
})
