declare module 'monaco-editor/languages/definitions/typescript/typescript.js' {
  import type { languages } from 'monaco-editor/editor.js'
  export const conf: languages.LanguageConfiguration
  export const language: languages.IMonarchLanguage
}
