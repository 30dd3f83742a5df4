import type { ScratchDatabase } from '../postgres/scratch.ts'

/** What looks at a database that was built, once it was read and before it is dropped. */
export type WhileOpen = (
  database: ScratchDatabase,
  run: { readonly runId: string; readonly signal?: AbortSignal | undefined },
) => Promise<void>
