import type { editor } from 'monaco-editor/editor.js'
import { withEndsOf, withPlainEnds } from '../../../shared/line-ends.ts'
import { isJavaScript } from '../../../shared/is-javascript.ts'
import type { DraftBuffer } from './draft-buffer.ts'
import { changeBetween } from '../../../shared/text-change.ts'
import type { Monaco } from './use-monaco.ts'

/** Above this many characters a text is edited without being checked: that would take minutes. */
export const MOST_CHECKED = 500_000

const models = new WeakMap<DraftBuffer, editor.ITextModel>()

/** The text that Monaco edits for a draft: one as long as the page lives, so that its undo outlasts a change of screen. */
export function modelOf(monaco: Monaco, buffer: DraftBuffer, file: string): editor.ITextModel {
  const there = models.get(buffer)
  if (there) return there
  const uri = monaco.Uri.parse(`file:///drafts/${encodeURIComponent(file)}`)
  const plain = withPlainEnds(buffer.text)
  const model = monaco.editor.createModel(plain, languageOf(plain, file), uri)
  model.setEOL(monaco.editor.EndOfLineSequence.LF)
  models.set(buffer, model)
  let known = buffer.text
  model.onDidChangeContent(() => {
    known = withEndsOf(known, textOf(model))
    buffer.edit(known)
  })
  buffer.subscribe(() => {
    if (buffer.text === known) return
    known = buffer.text
    replaceText(model, withPlainEnds(known))
    monaco.editor.setModelLanguage(model, languageOf(known, file))
  })
  return model
}

/** The language of a text that TypeScript looks at. */
export const CHECKED = 'typescript'

/** JavaScript has no types to check by: what TypeScript would say of it would be about their lack. */
const languageOf = (text: string, file: string): string =>
  text.length > MOST_CHECKED || isJavaScript(file) ? 'unchecked-typescript' : CHECKED

const textOf = (model: editor.ITextModel): string => model.getValue(undefined, true)

/** As one change that Ctrl+Z takes back. */
function replaceText(model: editor.ITextModel, text: string): void {
  const change = changeBetween(textOf(model), text)
  if (!change) return
  const start = model.getPositionAt(change.start)
  const end = model.getPositionAt(change.end)
  const range = {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  }
  model.pushStackElement()
  model.pushEditOperations([], [{ range, text: change.text }], () => null)
  model.pushStackElement()
}
