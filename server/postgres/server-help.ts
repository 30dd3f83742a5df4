import { publisherHelp } from './publisher.ts'

const IMAGES: Readonly<Record<string, string>> = {
  postgis: 'postgis/postgis',
  timescaledb: 'timescale/timescaledb:latest-pg17',
  vector: 'pgvector/pgvector:pg18',
}

/** What helps when a server lacks what a statement wants: an extension, who knows its security labels, or leave to reach a publisher; undefined for any other message. */
export const serverHelp = (message: string): string | undefined =>
  extensionHelp(message) ?? labelHelp(message) ?? publisherHelp(message)

function labelHelp(message: string): string | undefined {
  const [, name] = /security label provider "(.+)" is not loaded/.exec(message) ?? []
  const lacking =
    name === undefined ? 'a provider of security labels' : `the label provider ${name}`
  return name === undefined && !message.includes('no security label providers have been loaded')
    ? undefined
    : `Name a server that loads ${lacking} with --server postgres://user@host/database: the library has to stand in its shared_preload_libraries or session_preload_libraries, since what is set for one database doesn't reach a scratch database in time.`
}

function extensionHelp(message: string): string | undefined {
  const missing =
    /extension "([^"]+)" is not available/.exec(message) ??
    /extension control file ".*\/([^/"]+)\.control"/.exec(message)
  const [, name] = missing ?? []
  if (name === undefined) return undefined
  const server = `Name a server that has the extension ${name} with --server postgres://user@host/database`
  const image = IMAGES[name]
  if (image === undefined) return `${server}.`
  return `${server}; for example: docker run -d -p 127.0.0.1:5433:5432 -e POSTGRES_HOST_AUTH_METHOD=trust ${image} and then --server postgres://postgres@localhost:5433/postgres.`
}
