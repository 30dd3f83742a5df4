import type { ScriptSource } from '../script/load.ts'

/** Where one side comes from. */
export type Source =
  | {
      readonly from: 'migrations'
      readonly folder: string
      readonly timeLimitMs?: number
      /** Whether what each migration did is looked at after it. */
      readonly effects?: 'told'
    }
  | { readonly from: 'database'; readonly url: string }
  | ScriptSource
