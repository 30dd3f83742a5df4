import { Socket } from 'node:net'

/** What says that something was to be reached while a project's configuration was asked about its migrations. */
const REACHES = 'it connects to a server while it is loaded'

/** Does that while nothing of this process reaches a server, or anything else; fails where something tried to. */
export async function withoutConnections<T>(action: () => Promise<T>): Promise<T> {
  const { connect } = Socket.prototype
  let tried = false
  Socket.prototype.connect = () => {
    tried = true
    throw new Error(REACHES)
  }
  try {
    const result = await action()
    // Also where it was caught.
    if (tried) throw new Error(REACHES)
    return result
  } finally {
    Socket.prototype.connect = connect
  }
}
