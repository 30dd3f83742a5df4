import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { DraftList, DraftName } from '../../../shared/draft.ts'
import { useOverview } from '../../lib/use-overview.ts'
import { desk } from './desk.ts'
import type { BufferState, DraftBuffer } from './draft-buffer.ts'

/** A draft as it is edited here, and how that stands to the one on disk. */
export interface OpenDraft {
  readonly buffer: DraftBuffer
  readonly state: BufferState
}

/** Opens a draft, and tells it whatever the server tells of it. */
export function useDraft(list: DraftList, name: DraftName): OpenDraft {
  const { id } = useOverview()
  const buffer = desk.open(useQueryClient(), id, list, name)
  const state = useSyncExternalStore(buffer.subscribe, buffer.state)
  useEffect(() => {
    const draft = list.drafts.find((each) => each.name === name)
    if (draft) buffer.told(draft, list.revision)
  }, [buffer, list, name])
  useEffect(() => () => void buffer.flush(), [buffer])
  return { buffer, state }
}
