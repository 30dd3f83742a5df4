import { existsSync } from 'node:fs'

/** A place as esbuild tells it; it knows a file by the language only. */
const PLACE = /^(.+)\.([jt])s(?=:\d+:\d+: ERROR: )/gm

/** The message of a file that could not be compiled, with the file's own name: `.mts` and `.cts` are told as `.ts`. */
export const withTrueNames = (message: string): string =>
  message.replace(PLACE, (told, stem: string, language: string) => {
    if (existsSync(told)) return told
    const files = ['m', 'c'].map((format) => `${stem}.${format}${language}s`)
    return files.find((file) => existsSync(file)) ?? told
  })
