import { totalmem } from 'node:os'

const MOST_MEBIBYTES = 4096
const MEBIBYTE = 1_048_576

/** What a migration process prints when it ends itself; Node has words of its own. */
export const OUT_OF_MEMORY = 'Rebaseline: out of memory'

/** What it ends itself by then, where words may not come through; nobody else sends this one. */
export const OUT_OF_MEMORY_SIGNAL = 'SIGVTALRM'

/** Whether the end of its output, or the signal it ended by, says that it ended for want of memory. */
export const ranOutOfMemory = (output: string, signal: string | null): boolean =>
  signal === OUT_OF_MEMORY_SIGNAL ||
  /JavaScript heap out of memory/.test(output) ||
  output.includes(OUT_OF_MEMORY)

/** Mebibytes for a migration process: what NODE_OPTIONS says, else half of the machine or container. */
export function memoryLimit(
  environment: Readonly<Record<string, string | undefined>>,
  available = Math.min(totalmem(), process.constrainedMemory() || Infinity),
): number {
  const [, told] =
    /--max[-_]old[-_]space[-_]size[= ](\d+)/.exec(environment['NODE_OPTIONS'] ?? '') ?? []
  return told === undefined
    ? Math.min(MOST_MEBIBYTES, Math.floor(available / 2 / MEBIBYTE))
    : Number(told)
}

/** Bytes that the whole process may hold: buffers and the program itself are no values of JavaScript. */
export const wholeProcess = (mebibytes: number): number => (mebibytes * 1.25 + 256) * MEBIBYTE
