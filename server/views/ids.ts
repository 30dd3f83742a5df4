import { createHash } from 'node:crypto'
import type { Finding } from '../../shared/finding.ts'
import { keyOf } from '../../shared/model.ts'

const LENGTH = 22

const idOf = (text: string): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, LENGTH)

/** What the page calls an object: a hash of its key, never a name or a path. */
export const objectId = (key: string): string => idOf(key)

/** What the page calls a finding; it stays the same from run to run. */
export const findingId = ({ class: name, kind, address, change }: Finding): string =>
  idOf(JSON.stringify([name, kind, keyOf(address), change]))
