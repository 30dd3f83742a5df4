import type { editor } from 'monaco-editor/editor.js'

/** A line that a difference belongs to. */
export interface LineMark {
  readonly line: number
  readonly text: string
}

/** A sentence that Monaco would read as Markdown, so that names stay what they are. */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')

/** What Monaco draws for them: a sign in the margin, and what differs where the mouse rests on it. */
export const decorationsOf = (marks: readonly LineMark[]): editor.IModelDeltaDecoration[] =>
  marks.map(({ line, text }) => ({
    range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
    options: {
      isWholeLine: true,
      glyphMarginClassName: 'difference-sign',
      glyphMarginHoverMessage: { value: plain(text) },
      className: 'difference-line',
      overviewRuler: { color: '#8250df', position: 4 },
    },
  }))
