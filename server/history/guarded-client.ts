import { reachOf, refuseReaching } from '../postgres/publisher.ts'
import { textOf, type Client } from './watched-client.ts'

/**
 * Keeps a connection of the project's own pg from sending what would reach the publisher of a subscription; `ask` sends
 * questions of our own.
 */
export function guardPublishers(client: Client, isOurs: boolean, ask: Client['query']): void {
  const query = client.query.bind(client)
  // Where a transaction has failed, so does whatever is sent.
  const holds = async (sql: string): Promise<boolean> => {
    const answer = await ask(sql).catch(() => undefined)
    const [row] = (answer?.rows ?? []) as unknown as { so: unknown }[]
    return row?.so === true
  }
  client.query = (...words) => {
    const text = textOf(words[0])
    if (text === undefined || reachOf(text) === undefined) return query(...words)
    const allowed = refuseReaching(text, isOurs, holds)
    const answer = words.at(-1)
    if (typeof answer !== 'function') return allowed.then(() => query(...words))
    allowed.then(
      () => query(...words),
      (error: unknown) => answer(error) as unknown,
    )
    return undefined as never
  }
}
