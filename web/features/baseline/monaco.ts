import type { KyselyTypes } from '../../../shared/draft.ts'
import * as core from 'monaco-editor/editor.js'
// All of them: the language's own part asks for their services, which can't be added later.
import 'monaco-editor/features/register.all.js'
import 'monaco-editor/languages/definitions/typescript/register.js'
// oxlint-disable import/default, import/no-named-as-default -- Vite makes the default exports of workers.
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import TypeScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker.js?worker'
// oxlint-enable import/default, import/no-named-as-default
import * as typescript from 'monaco-editor/languages/features/typescript/register.js'

/** The language of a text that is too large to be checked: it has the same colours and no worker. */
export const UNCHECKED = 'unchecked-typescript'
export const CHECKED = 'typescript'

// Work that is no longer needed ends in an error of this name, which the editor itself never reports; where it leaves
// one of them uncaught, as when a text is replaced while its words are looked at, nothing failed.
const GIVEN_UP = 'Canceled'
addEventListener('unhandledrejection', (event) => {
  const { reason } = event
  if (reason instanceof Error && reason.name === GIVEN_UP && reason.message === GIVEN_UP)
    event.preventDefault()
})

self.MonacoEnvironment = {
  getWorker: (_, label) => (label === CHECKED ? new TypeScriptWorker() : new EditorWorker()),
}

const { ESNext } = typescript.ScriptTarget
typescript.typescriptDefaults.setCompilerOptions({
  target: ESNext,
  module: typescript.ModuleKind.ESNext,
  moduleResolution: typescript.ModuleResolutionKind.NodeJs,
  allowNonTsExtensions: true,
  esModuleInterop: true,
  // Kysely's types mean what they say only so; what a project may leave untyped is left out below.
  strict: true,
  noImplicitAny: false,
  useUnknownInCatchVariables: false,
})
// Modules of the project and of node are not here: what they export is taken as it is used.
typescript.typescriptDefaults.setDiagnosticsOptions({
  noSemanticValidation: false,
  noSyntaxValidation: false,
  noSuggestionDiagnostics: true,
  diagnosticCodesToIgnore: [2307, 2792, 2834, 2835, 5097, 7016, 7006, 7031],
})
const NODE = {
  content: 'declare const process: any; declare const Buffer: any; declare const require: any',
  filePath: 'file:///node.d.ts',
}
typescript.typescriptDefaults.setExtraLibs([NODE])

/** Lets drafts be checked with these declarations: as if the folder of Kysely's main file were the package. */
export function setKyselyTypes(files: KyselyTypes['files']): void {
  typescript.typescriptDefaults.setExtraLibs([
    NODE,
    ...files.map(({ path, text }) => ({
      content: text,
      filePath: `file:///node_modules/kysely/${path}`,
    })),
  ])
}

/** Told when drafts are checked with other declarations: then every text is checked anew. */
export const onTypesChange = (listener: () => void): core.IDisposable =>
  typescript.typescriptDefaults.onDidExtraLibsChange(listener)

/** How many problems TypeScript finds in a text that it checks, those left out that are not shown either. */
export async function countProblems(uri: core.Uri): Promise<number> {
  const workerOf = await startedTypeScript()
  const worker = await workerOf(uri)
  const name = uri.toString()
  const found = await Promise.all([
    worker.getSyntacticDiagnostics(name),
    worker.getSemanticDiagnostics(name),
  ])
  const { diagnosticCodesToIgnore: ignored = [] } =
    typescript.typescriptDefaults.getDiagnosticsOptions()
  return found.flat().filter(({ code }) => !ignored.includes(code)).length
}

type WorkerOf = Awaited<ReturnType<typeof typescript.getTypeScriptWorker>>

const STARTS = 100
const PAUSE = 100

/** It is started by the first text of its language, at some moment after that: until then it refuses. */
async function startedTypeScript(): Promise<WorkerOf> {
  for (let left = STARTS; ; left -= 1) {
    try {
      return await typescript.getTypeScriptWorker()
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
  }
}

core.languages.register({ id: UNCHECKED })
core.languages.onLanguage(UNCHECKED, () => void colourUnchecked())

async function colourUnchecked(): Promise<void> {
  const { conf, language } =
    await import('monaco-editor/languages/definitions/typescript/typescript.js')
  core.languages.setMonarchTokensProvider(UNCHECKED, language)
  core.languages.setLanguageConfiguration(UNCHECKED, conf)
}

core.editor.defineTheme('page-light', {
  base: 'vs',
  inherit: true,
  rules: [
    { token: 'comment', foreground: '57606a' },
    { token: 'string', foreground: '8a2b0e' },
    { token: 'number', foreground: '0a5c36' },
    { token: 'keyword', foreground: '0550ae' },
    { token: 'type', foreground: '6e40c9' },
  ],
  colors: {
    'editor.background': '#ffffff',
    'editor.foreground': '#1f2328',
    'editorLineNumber.foreground': '#57606a',
    'editorLineNumber.dimmedForeground': '#57606a',
    'editorLineNumber.activeForeground': '#1f2328',
    'diffEditor.insertedLineBackground': '#ddf4ff88',
    'diffEditor.insertedTextBackground': '#9cd7ff66',
    'diffEditor.removedLineBackground': '#fff1e5aa',
    'diffEditor.removedTextBackground': '#ffc58f77',
  },
})
core.editor.defineTheme('page-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'comment', foreground: '9198a1' },
    { token: 'string', foreground: 'ffa98a' },
    { token: 'number', foreground: '7ee2a8' },
    { token: 'keyword', foreground: '79c0ff' },
    { token: 'type', foreground: 'd2a8ff' },
  ],
  colors: {
    'editor.background': '#0d1117',
    'editor.foreground': '#e6edf3',
    'editorLineNumber.foreground': '#9198a1',
    'editorLineNumber.dimmedForeground': '#9198a1',
    'editorLineNumber.activeForeground': '#e6edf3',
    'diffEditor.insertedLineBackground': '#121d2f',
    'diffEditor.insertedTextBackground': '#1f4a7a88',
    'diffEditor.removedLineBackground': '#251a10',
    'diffEditor.removedTextBackground': '#6b3f1388',
  },
})

const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => core.editor.setTheme(dark.matches ? 'page-dark' : 'page-light')
follow()
dark.addEventListener('change', follow)

/** Monaco’s core with TypeScript, its workers and the page’s colours. */
export const monaco = core
