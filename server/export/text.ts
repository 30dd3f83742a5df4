import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../project/project.ts'

/** A text file of the project, byte for byte. */
export type TextFile =
  | { readonly status: 'text'; readonly text: string }
  | { readonly status: 'absent' }
  | { readonly status: 'refused'; readonly why: string }

/** Reads a file that a part of is to be changed; what is not UTF-8 could not be written back as it was. */
export async function readText({ folder }: Project, path: string): Promise<TextFile> {
  try {
    const bytes = await readFile(join(folder, path))
    return {
      status: 'text',
      text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { status: 'absent' }
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return { status: 'refused', why: 'it is not UTF-8 text' }
    }
    return { status: 'refused', why: `it can't be read (${code ?? String(error)})` }
  }
}
