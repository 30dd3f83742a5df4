import { lookup } from 'node:dns/promises'
import { BlockList } from 'node:net'
import type { DatabaseUrl } from './redact.ts'
import { isLocal } from './tls.ts'

/** Where a URL leads, told without a connection. */
export type Whereabouts =
  | { readonly is: 'here' }
  /** `why`: as people read it: `db.studio.test is not this machine`. */
  | { readonly is: 'elsewhere'; readonly why: string }

/** Whether a URL names this machine, and its name leads there too: `localhost` is what somebody wrote into a file. */
export async function whereaboutsOf(
  url: DatabaseUrl,
  resolve: (host: string) => Promise<readonly { readonly address: string }[]> = resolveAll,
): Promise<Whereabouts> {
  const { host } = url
  if (!isLocal(url)) return { is: 'elsewhere', why: `${host} is not this machine` }
  if (host.startsWith('/')) return { is: 'here' }
  // A name that leads nowhere can't be connected to either.
  const found = await resolve(host).catch(() => [])
  const other = found.find(({ address }) => !isLoopback(address))
  if (!other) return { is: 'here' }
  return {
    is: 'elsewhere',
    why: `${host} leads to ${other.address}, which is not the loopback address of this machine`,
  }
}

const resolveAll = (host: string) => lookup(host, { all: true })

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

const isLoopback = (address: string): boolean =>
  LOOPBACK.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
