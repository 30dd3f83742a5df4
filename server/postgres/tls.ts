import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { DatabaseUrl } from './redact.ts'

/** How a connection is encrypted; false for not at all. */
export type Tls = false | ConnectionOptions

/**
 * The ways to try a connection, the first that the server takes wins; as libpq reads `sslmode`. Without one:
 * plain first on this machine, encrypted first elsewhere.
 */
export function tlsAttempts(url: DatabaseUrl): readonly Tls[] {
  const mode = url.parameter('sslmode') ?? (isLocal(url) ? 'allow' : 'prefer')
  const encrypted = { rejectUnauthorized: false, ...files(url) }
  if (url.host.startsWith('/') || mode === 'disable') return [false]
  if (mode === 'allow') return [false, encrypted]
  if (mode === 'prefer') return [encrypted, false]
  if (mode === 'verify-full') return [{ ...encrypted, rejectUnauthorized: true }]
  if (mode === 'verify-ca') {
    return [{ ...encrypted, rejectUnauthorized: true, checkServerIdentity: () => undefined }]
  }
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

function files(url: DatabaseUrl): ConnectionOptions {
  const [ca, cert, key] = ['sslrootcert', 'sslcert', 'sslkey'].map((name) => {
    const path = url.parameter(name)
    return path === undefined || path === 'system' ? undefined : readFileSync(path, 'utf8')
  })
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) }
}
