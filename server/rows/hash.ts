import { hash } from 'node:crypto'

/** A short name for a text that no other text gets; the same on every machine. */
export const digest = (text: string): string => hash('sha256', text, 'base64url')

/** 64 hexadecimal digits that depend on the text alone. */
export const hexDigest = (text: string): string => hash('sha256', text, 'hex')
