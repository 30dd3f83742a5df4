import { fsync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { promisify } from 'node:util'

const bringToDisk = promisify(fsync)

/** Brings an open file or folder down to the disk. By its number: under Yarn's Plug'n'Play the handle's own `sync` is not there. */
export const syncFile = (file: FileHandle): Promise<void> => bringToDisk(file.fd)
