import type { FindingKind } from '../../shared/kinds.ts'
import { KIND_NAMES, kindRank } from '../../shared/kinds.ts'

const NAMES = new Map<string, string>(Object.entries(KIND_NAMES))

/** The words for a kind; its own word where this page is older than the server. */
export const kindName = (kind: string): string => NAMES.get(kind) ?? kind

const rank = (kind: string): number => kindRank(kind as FindingKind)

/** Kinds in the order people read a schema. */
export const kindOrder = (first: string, second: string): number =>
  rank(first) - rank(second) || kindName(first).localeCompare(kindName(second), 'en')
