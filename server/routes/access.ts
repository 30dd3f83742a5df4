import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** Who may call: a one-time code opens a session, the session's token opens every other route. */
export interface Access {
  /** A new code, good for one exchange. */
  issueCode(): string
  /** A new token for a code that was not used before. */
  exchange(code: string): string | undefined
  admits(token: string): boolean
}

const secret = (): string => randomBytes(32).toString('base64url')
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Digests have one length, so comparing them takes the same time whatever was sent. */
const position = (digests: readonly Buffer[], text: string): number => {
  const wanted = digest(text)
  return digests.reduce(
    (found, candidate, index) => (timingSafeEqual(candidate, wanted) ? index : found),
    -1,
  )
}

/** Codes and tokens of one server process, kept as digests only. */
export function createAccess(): Access {
  const codes: Buffer[] = []
  const tokens: Buffer[] = []
  return {
    issueCode() {
      const code = secret()
      codes.push(digest(code))
      return code
    },
    exchange(code) {
      const index = position(codes, code)
      if (index < 0) return undefined
      codes.splice(index, 1)
      const token = secret()
      tokens.push(digest(token))
      return token
    },
    admits: (token) => position(tokens, token) >= 0,
  }
}
