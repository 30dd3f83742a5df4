import type { editor } from 'monaco-editor/editor.js'
import { groupBy } from '../../../shared/group-by.ts'

/** A line that a difference belongs to. */
export interface LineMark {
  readonly line: number
  readonly text: string
  /** Whether it blocks, or is acceptable: each has a look of its own. */
  readonly weight: 'blocks' | 'acceptable'
}

/** A sentence that Monaco would read as Markdown, so that names stay what they are. */
const plain = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&')

const LOOKS = {
  blocks: {
    glyphMarginClassName: 'difference-sign',
    className: 'difference-line',
    overviewRuler: { color: '#8250df', position: 4 },
    zIndex: 2,
  },
  acceptable: {
    glyphMarginClassName: 'acceptable-sign',
    className: 'acceptable-line',
    overviewRuler: { color: '#6e7781', position: 4 },
    zIndex: 1,
  },
} as const

/** What Monaco draws for them: a sign in the margin, and what differs where the mouse rests on it. A line that has both blocks. */
export function decorationsOf(marks: readonly LineMark[]): editor.IModelDeltaDecoration[] {
  const lines = groupBy(marks, ({ line }) => line)
  return [...lines].map(([line, there]) => {
    const weight = there.some((mark) => mark.weight === 'blocks') ? 'blocks' : 'acceptable'
    return {
      range: { startLineNumber: line, startColumn: 1, endLineNumber: line, endColumn: 1 },
      options: {
        isWholeLine: true,
        ...LOOKS[weight],
        glyphMarginHoverMessage: { value: there.map(({ text }) => plain(text)).join('\n\n') },
      },
    }
  })
}
