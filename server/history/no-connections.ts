import { Socket } from 'node:net'

/** What says that something was to be reached while a project's configuration was asked about its migrations. */
const REACHES = 'it connects to a server while it is loaded'

/** From now on no socket of this thread connects to anything; gives whether one was to. */
export function refuseConnections(): { readonly refused: () => void; readonly end: () => void } {
  const { connect } = Socket.prototype
  let tried = false
  Socket.prototype.connect = () => {
    tried = true
    throw new Error(REACHES)
  }
  return {
    // Also where it was caught.
    refused: () => {
      if (tried) throw new Error(REACHES)
    },
    end: () => {
      Socket.prototype.connect = connect
    },
  }
}

/** Does that while no socket of this thread connects to anything; fails where one was to. */
export async function withoutConnections<T>(action: () => Promise<T>): Promise<T> {
  const { refused, end } = refuseConnections()
  try {
    const result = await action()
    refused()
    return result
  } finally {
    end()
  }
}
