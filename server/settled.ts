/** Waits for all work that was begun together, then throws the first failure: none goes on behind our back. */
export async function settled(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises)
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** What both give, once both have ended. */
export async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await settled([first, second])
  return Promise.all([first, second])
}
