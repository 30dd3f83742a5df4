import { RebaselineError } from '../errors.ts'

/** One clear sentence for what a file system refused. */
export function fileError(doing: string, path: string, error: unknown): RebaselineError {
  if (error instanceof RebaselineError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RebaselineError('disk-full', { doing, happened: `no space is left for ${path}` })
  }
  const happened =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? `${path} can't be written`
      : `${path} can't be made (${code ?? message})`
  return new RebaselineError('folder-not-writable', { doing, happened, cause: error })
}
