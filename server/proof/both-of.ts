/** Waits for two pieces of work that were begun together, then throws the first failure: none goes on behind our back. */
export async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const results = await Promise.allSettled([first, second])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  return Promise.all([first, second])
}
