import { createHash } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { PlanStep } from '../../shared/export-plan.ts'
import { closed } from '../../shared/schema.ts'

/** A step with the hash of what stands at its path before it, null where nothing does, and of what it leaves. */
export const HashedStep = closed({
  ...PlanStep.properties,
  beforeHash: Type.Union([Type.String(), Type.Null()]),
  afterHash: Type.String(),
})
export type HashedStep = Static<typeof HashedStep>

/** SHA-256 in hexadecimal digits. */
export const hashBytes = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex')

/** A file that is not there yet. */
export const writing = (path: string, after: string, why: string): HashedStep => ({
  action: 'write',
  path,
  to: null,
  before: null,
  after,
  why,
  beforeHash: null,
  afterHash: hashBytes(after),
})

/** A file whose text becomes another one. */
export const changing = (path: string, before: string, after: string, why: string): HashedStep => ({
  action: 'change',
  path,
  to: null,
  before,
  after,
  why,
  beforeHash: hashBytes(before),
  afterHash: hashBytes(after),
})

/** A file that goes elsewhere as it is. */
export const moving = (path: string, to: string, content: Uint8Array, why: string): HashedStep => ({
  action: 'move',
  path,
  to,
  before: null,
  after: null,
  why,
  beforeHash: hashBytes(content),
  afterHash: hashBytes(content),
})

/** Every path that a step touches. */
export const pathsOf = ({ path, to }: Pick<PlanStep, 'path' | 'to'>): readonly string[] =>
  to === null ? [path] : [path, to]
