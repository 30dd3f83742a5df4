const IMAGES: Readonly<Record<string, string>> = {
  postgis: 'postgis/postgis',
  timescaledb: 'timescale/timescaledb:latest-pg17',
  vector: 'pgvector/pgvector:pg18',
}

/** What helps when a server lacks an extension that a statement wants; undefined for any other message. */
export function extensionHelp(message: string): string | undefined {
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
