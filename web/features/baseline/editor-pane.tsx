import type { editor, IDisposable } from 'monaco-editor/editor.js'
import { useCallback, useEffect, useState } from 'react'
import type { DraftBuffer } from './draft-buffer.ts'
import { modelOf } from './draft-model.ts'
import type { LineMark } from './editor-marks.ts'
import { decorationsOf } from './editor-marks.ts'
import { OUTLINE_ID } from './outline-list.tsx'
import type { Monaco } from './use-monaco.ts'

/** What stands beside the draft: the generated text, or another program’s. */
export interface Beside {
  readonly text: string
  readonly name: string
}

/** A line to go to, or 0: then beside another text the first difference. A new object goes there again. */
export interface Goal {
  readonly line: number
  readonly besideLine?: number | null
}

const OPTIONS = {
  automaticLayout: true,
  fixedOverflowWidgets: true,
  fontLigatures: false,
  fontSize: 12.5,
  lineHeight: 18,
  glyphMargin: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  tabSize: 2,
  unusualLineTerminators: 'off',
  wordWrap: 'off',
} as const satisfies editor.IEditorOptions & editor.IGlobalEditorOptions

const fontOfPage = (): string =>
  getComputedStyle(document.documentElement).getPropertyValue('--font-code')

/** One draft in Monaco, alone or beside another text. */
export function EditorPane({
  monaco,
  buffer,
  file,
  beside,
  marks,
  goal,
  onCursor,
  onOpen,
}: {
  readonly monaco: Monaco
  readonly buffer: DraftBuffer
  readonly file: string
  readonly beside: Beside | undefined
  readonly marks: readonly LineMark[]
  readonly goal: Goal | undefined
  /** Told the line of the cursor. */
  readonly onCursor: (line: number) => void
  /** Told the line whose difference is to be opened; gives whether it has one. */
  readonly onOpen: (line: number) => void
}) {
  const [shown, setShown] = useState<Shown>()
  const besideName = beside?.name
  const besideText = beside?.text

  const open = useCallback(
    (place: HTMLDivElement | null) => {
      if (!place) return undefined
      const model = modelOf(monaco, buffer, file)
      const made =
        besideText === undefined
          ? openAlone(monaco, place, model, file)
          : openBeside(monaco, place, model, { file, text: besideText, name: besideName })
      setShown(made)
      return () => made.dispose()
    },
    [monaco, buffer, file, besideText, besideName],
  )

  useEffect(() => {
    const drawn = shown?.own.createDecorationsCollection(decorationsOf(marks))
    return () => drawn?.clear()
  }, [marks, shown])

  useEffect(() => {
    if (goal) shown?.show(goal)
  }, [goal, shown])

  useEffect(() => {
    const following = shown && followEditor(monaco, shown.own, { onCursor, onOpen })
    return () => following?.forEach((each) => each.dispose())
  }, [monaco, shown, onCursor, onOpen])

  return <div className="editor-place" ref={open} />
}

const BESIDE = 'Where it stands in the other text'

/** Tells where the cursor is; a click on a sign of the margin, or its key, opens the difference there. */
function followEditor(
  monaco: Monaco,
  own: editor.ICodeEditor,
  { onCursor, onOpen }: Pick<Parameters<typeof EditorPane>[0], 'onCursor' | 'onOpen'>,
): readonly IDisposable[] {
  const { KeyCode, KeyMod } = monaco
  const lineNow = (): number => own.getPosition()?.lineNumber ?? 1
  const action = (id: string, label: string, key: number, run: () => void): IDisposable =>
    'addAction' in own
      ? (own as editor.IStandaloneCodeEditor).addAction({
          id,
          label,
          keybindings: [key],
          contextMenuGroupId: 'navigation',
          run,
        })
      : { dispose: () => {} }
  return [
    own.onDidChangeCursorPosition(({ position }) => onCursor(position.lineNumber)),
    own.onMouseDown(({ target }) => {
      if (target.type !== monaco.editor.MouseTargetType.GUTTER_GLYPH_MARGIN) return
      onOpen(target.position.lineNumber)
    }),
    action('open-difference', 'Open the difference on this line', KeyMod.Alt | KeyCode.Enter, () =>
      onOpen(lineNow()),
    ),
    action(
      'go-to-outline',
      'Go to the outline',
      KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyO,
      focusOutline,
    ),
  ]
}

/** On what the cursor stands in, else the first section. */
function focusOutline(): void {
  const outline = document.getElementById(OUTLINE_ID)
  const item =
    outline?.querySelector<HTMLElement>('[aria-current]') ??
    outline?.querySelector<HTMLElement>('[tabindex="0"]')
  item?.focus()
}

interface Shown extends IDisposable {
  readonly own: editor.ICodeEditor
  readonly show: (goal: Goal) => void
}

function openAlone(
  monaco: Monaco,
  place: HTMLElement,
  model: editor.ITextModel,
  file: string,
): Shown {
  const own = monaco.editor.create(place, {
    ...OPTIONS,
    fontFamily: fontOfPage(),
    model,
    ariaLabel: `Text of ${file}`,
  })
  return { own, show: (goal) => goTo(own, goal), dispose: () => own.dispose() }
}

function openBeside(
  monaco: Monaco,
  place: HTMLElement,
  model: editor.ITextModel,
  {
    file,
    text,
    name,
  }: { readonly file: string; readonly text: string; readonly name: string | undefined },
): Shown {
  const original = monaco.editor.createModel(text, 'unchecked-typescript')
  const both = monaco.editor.createDiffEditor(place, {
    ...OPTIONS,
    fontFamily: fontOfPage(),
    originalEditable: false,
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: false,
    diffAlgorithm: 'advanced',
    maxComputationTime: 3_000,
    maxFileSize: 20,
    ignoreTrimWhitespace: false,
  })
  // One that the editor makes itself goes on comparing texts that are gone, and complains that it can't.
  const compared = both.createViewModel({ original, modified: model })
  both.setModel(compared)
  const own = both.getModifiedEditor()
  own.updateOptions({ ariaLabel: `Text of ${file}` })
  both.getOriginalEditor().updateOptions({ ariaLabel: name ?? 'The other text' })
  const marked = both.getOriginalEditor().createDecorationsCollection()
  return {
    own,
    show: (goal) => {
      const { besideLine } = goal
      if (besideLine) {
        marked.set(decorationsOf([{ line: besideLine, text: BESIDE, weight: 'blocks' }]))
        both.getOriginalEditor().revealLineInCenter(besideLine)
      }
      if (goal.line < 1 && !besideLine) both.revealFirstDiff()
      goTo(own, goal)
    },
    dispose: () => {
      both.setModel(null)
      compared.dispose()
      both.dispose()
      original.dispose()
    },
  }
}

function goTo(own: editor.ICodeEditor, { line }: Goal): void {
  if (line < 1) return
  own.setPosition({ lineNumber: line, column: 1 })
  own.revealLineInCenter(line)
  own.focus()
}
