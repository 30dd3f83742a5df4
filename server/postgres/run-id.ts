import { randomBytes } from 'node:crypto'

/** Names one run in databases, application names and folders: twelve lower-case hex digits. */
export const newRunId = (): string => randomBytes(6).toString('hex')
