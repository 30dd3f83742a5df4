import { RebaselineError } from '../errors.ts'

/** One clear sentence for what a file system refused. */
export function fileError(doing: string, path: string, error: unknown): RebaselineError {
  if (error instanceof RebaselineError) return error
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new RebaselineError('disk-full', { doing, happened: `no space is left for ${path}` })
  }
  const { happened, help } = refusalOf(path, code ?? message)
  return new RebaselineError('folder-not-writable', {
    doing,
    happened,
    ...(help === undefined ? {} : { help }),
    cause: error,
  })
}

function refusalOf(
  path: string,
  code: string,
): { readonly happened: string; readonly help?: string } {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { happened: `${path} can't be written` }
    case 'EEXIST':
    case 'ENOTDIR':
      return {
        happened: `${path} can't be a folder, since a file stands there or above`,
        help: 'Move that file away, or name another folder.',
      }
    case 'ENOENT':
      return {
        happened: `${path} can't be made, since the folder above it is not there`,
        help: 'Make that folder, or name another one (TMPDIR for temporary files).',
      }
    case 'ENAMETOOLONG':
      return {
        happened: `${path} can't be made, since its name is too long`,
        help: 'Name a folder with a shorter path (TMPDIR for temporary files).',
      }
    default:
      return { happened: `${path} can't be made (${code})` }
  }
}
