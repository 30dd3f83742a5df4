import { useCallback, useSyncExternalStore } from 'react'
import type { DraftBuffer } from './draft-buffer.ts'
import { CHECKED, modelOf } from './draft-model.ts'
import { ProblemCheck, UNASKED, type Problem, type Problems } from './problem-check.ts'
import type { Editor } from './use-monaco.ts'

/** As long as the tab lives, so that a change of screen shows what was found. */
const found = new WeakMap<DraftBuffer, Problems>()

/** What TypeScript finds wrong in a draft, as it is typed. */
export function useProblems(
  { monaco, countProblems, onTypesChange }: Editor,
  buffer: DraftBuffer,
  file: string,
): Problems {
  const subscribe = useCallback(
    (listener: () => void) => {
      const model = modelOf(monaco, buffer, file)
      const read = (): readonly Problem[] =>
        monaco.editor
          .getModelMarkers({ resource: model.uri })
          .filter(({ severity }) => severity >= monaco.MarkerSeverity.Warning)
          .map(({ startLineNumber, startColumn, message }) => ({
            line: startLineNumber,
            column: startColumn,
            message,
          }))
          .toSorted((first, second) => first.line - second.line)
      const check = new ProblemCheck({
        // A text that is too long is not looked at, which is said.
        count: async () => (model.getLanguageId() === CHECKED ? countProblems(model.uri) : 0),
        tell: (problems) => {
          found.set(buffer, problems)
          listener()
        },
      })
      const following = [
        monaco.editor.onDidChangeMarkers((changed) => {
          if (changed.some((each) => each.toString() === model.uri.toString())) check.marked(read())
        }),
        model.onDidChangeContent(() => check.typed()),
        onTypesChange(() => check.ask()),
      ]
      check.marked(read())
      check.ask()
      return () => {
        check.end()
        for (const each of following) each.dispose()
      }
    },
    [monaco, countProblems, onTypesChange, buffer, file],
  )
  return useSyncExternalStore(subscribe, () => found.get(buffer) ?? UNASKED)
}
