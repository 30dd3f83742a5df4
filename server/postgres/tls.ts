import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { DatabaseUrl } from './redact.ts'

/** How a connection is encrypted; false for not at all. */
export type Tls = false | ConnectionOptions

const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const

/** How the other end of an encrypted connection is checked, and with which files; node-postgres's own words. */
export interface Encryption {
  readonly checks: 'no-verify' | 'verify-ca' | 'verify-full'
  readonly files: Readonly<Partial<Record<(typeof FILES)[number], string>>>
}

/**
 * The ways to try a connection, the first that the server takes wins; as libpq reads `sslmode`. Without one:
 * plain first on this machine, encrypted first elsewhere.
 */
export function tlsAttempts(url: DatabaseUrl): readonly Tls[] {
  const mode = url.parameter('sslmode') ?? (isLocal(url) ? 'allow' : 'prefer')
  const encrypted = tlsOf(encryptionOf(url))
  if (url.host.startsWith('/') || mode === 'disable') return [false]
  if (mode === 'allow') return [false, encrypted]
  if (mode === 'prefer') return [encrypted, false]
  return [encrypted]
}

/** Whether the server refused because of how, not as whom, we came: then the next way is tried. */
export function isTlsRefusal(error: unknown): boolean {
  const { code, message = '' } = error as { code?: string; message?: string }
  return (
    message.includes('does not support SSL') || (code === '28000' && /no encryption/.test(message))
  )
}

/** Whether a URL names this machine. */
export const isLocal = ({ host }: DatabaseUrl): boolean =>
  host.startsWith('/') || /^(localhost|127(\.\d+){3}|::1)$/i.test(host)

/** What a URL says of an encrypted connection, for another process too. */
export function encryptionOf(url: DatabaseUrl): Encryption {
  const mode = url.parameter('sslmode')
  const files = FILES.flatMap((name) => {
    const path = url.parameter(name)
    return path === undefined || path === 'system' ? [] : [[name, path] as const]
  })
  return {
    checks: mode === 'verify-full' || mode === 'verify-ca' ? mode : 'no-verify',
    files: Object.fromEntries(files),
  }
}

/** The same for the driver. */
export function tlsOf({ checks, files }: Encryption): ConnectionOptions {
  const [ca, cert, key] = FILES.map((name) => files[name] && readFileSync(files[name], 'utf8'))
  return {
    rejectUnauthorized: checks !== 'no-verify',
    ...(checks === 'verify-ca' ? { checkServerIdentity: () => undefined } : {}),
    ...(ca ? { ca } : {}),
    ...(cert ? { cert } : {}),
    ...(key ? { key } : {}),
  }
}
