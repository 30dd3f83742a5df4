/** Takes a one-time code out of the address bar, at most once; the rest of the fragment stays. */
export function takeCode(): string | undefined {
  const { code, rest } = splitCode(location.hash)
  if (code === undefined) return undefined
  history.replaceState(null, '', `${location.pathname}${rest}`)
  return code
}

/** A fragment without its one-time code: `#code=abc&/compare?tab=rows` leaves `#/compare?tab=rows`. */
export function splitCode(hash: string): { readonly code?: string; readonly rest: string } {
  const found = /^#code=([^&]*)&?(.*)$/s.exec(hash)
  if (!found) return { rest: hash }
  const [, code = '', rest = ''] = found
  return { code: decoded(code), rest: `#${rest.startsWith('/') ? rest : '/'}` }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
