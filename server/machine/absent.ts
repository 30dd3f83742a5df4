/** Gives undefined for a file that is not there; any other failure is thrown on. */
export function absent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw error
}
