import { open } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { folderHasher } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import type { RunInputs } from '../project/run.ts'
import type { MigrationSource } from '../../shared/history-view.ts'

/** Reads the file of a migration, by its path from the folder of migrations as a run has told it. */
export type SourceReader = (
  file: string | null,
  inputs: RunInputs | null,
) => Promise<MigrationSource>

/** Where there is no project there is no file. */
export const noSource: SourceReader = async () =>
  without('Two existing databases are compared here: there is no migration.')

/** For one project; whether its folder has changed is looked up anew each time. */
export function sourceReader({
  migrations,
  more = [],
}: Pick<Project, 'migrations' | 'more'>): SourceReader {
  const hashNow = folderHasher(migrations, more)
  const isOutside = (file: string): boolean =>
    normalize(file).startsWith('..') && !more.includes(dirname(join(migrations, file)))
  return async (file, inputs) => {
    if (file === null) return without('It was given by a provider, and has no file of its own.')
    if (isAbsolute(file) || isOutside(file)) {
      return without('Its file is not in the folder of migrations.')
    }
    const current = inputs ? inputs.migrations === (await hashNow()) : null
    try {
      return { ...(await readStart(join(migrations, file))), why: null, current }
    } catch {
      return without(
        'Its file is not there any more, or can’t be read: it may have been moved or deleted since.',
      )
    }
  }
}

const without = (why: string): MigrationSource => ({ text: null, left: 0, why, current: null })

const MOST_BYTES = 256 * 1024

async function readStart(path: string): Promise<{ readonly text: string; readonly left: number }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, MOST_BYTES))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
    // A character that is cut through is left out.
    const text = new TextDecoder().decode(bytes.subarray(0, bytesRead), {
      stream: size > bytesRead,
    })
    return { text, left: Math.max(0, size - bytesRead) }
  } finally {
    await file.close()
  }
}
