import { useSyncExternalStore } from 'react'
import type { DraftBuffer } from './draft-buffer.ts'
import { modelOf } from './draft-model.ts'
import type { Monaco } from './use-monaco.ts'

/** Something that TypeScript found wrong. */
export interface Problem {
  readonly line: number
  readonly column: number
  readonly message: string
}

const NONE: readonly Problem[] = []
const found = new WeakMap<DraftBuffer, readonly Problem[]>()

/** What TypeScript finds wrong in a draft, as it is typed. */
export function useProblems(monaco: Monaco, buffer: DraftBuffer, file: string): readonly Problem[] {
  const subscribe = (listener: () => void) => {
    const { uri } = modelOf(monaco, buffer, file)
    const following = monaco.editor.onDidChangeMarkers((changed) => {
      if (!changed.some((each) => each.toString() === uri.toString())) return
      const markers = monaco.editor
        .getModelMarkers({ resource: uri })
        .filter(({ severity }) => severity >= monaco.MarkerSeverity.Warning)
        .map(({ startLineNumber, startColumn, message }) => ({
          line: startLineNumber,
          column: startColumn,
          message,
        }))
        .toSorted((first, second) => first.line - second.line)
      found.set(buffer, markers)
      listener()
    })
    return () => following.dispose()
  }
  return useSyncExternalStore(subscribe, () => found.get(buffer) ?? NONE)
}
