import type { QueryClient } from '@tanstack/react-query'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { createPageRouter } from './router.tsx'

/** The whole page: what the server says, and where in it the reader is. */
export const App = ({
  client,
  router,
}: {
  readonly client: QueryClient
  readonly router: ReturnType<typeof createPageRouter>
}) => (
  <QueryClientProvider client={client}>
    <RouterProvider router={router} />
  </QueryClientProvider>
)
