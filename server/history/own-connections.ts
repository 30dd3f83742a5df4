import type { EndingClient } from './after-look.ts'

/** As much as we use of the class of the project's own pg. */
export interface ClientClass {
  new (...options: never[]): EndingClient
  readonly prototype: { connect(...words: unknown[]): unknown }
}

/**
 * Tells of each connection that the project's code opens by itself with that pg, before it sends anything; gives the
 * class for ours, which are not told of.
 */
export function onOwnConnections<C extends ClientClass>(
  Client: C,
  act: (client: EndingClient) => void,
): C {
  const Ours = class extends (Client as new (
    ...options: never[]
  ) => EndingClient) {} as unknown as C
  const connect = Reflect.get(Client.prototype, 'connect')
  Client.prototype.connect = function (this: EndingClient, ...words) {
    if (!(this instanceof Ours)) act(this)
    return connect.apply(this, words)
  }
  return Ours
}
