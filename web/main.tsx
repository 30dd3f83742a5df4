import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { CrashGuard } from './components/crash-guard.tsx'
import { takeCode } from './lib/one-time-code.ts'
import { openSession } from './lib/server.ts'
import { createPageRouter } from './router.tsx'

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no #page')

const client = new QueryClient({
  defaultOptions: {
    // What a server on this machine refuses once it refuses again; a lost one is knocked at by the overview.
    queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** A code that was used before may still find its tab's token. */
async function enter(): Promise<void> {
  const code = takeCode()
  if (code !== undefined) await openSession(code).catch(() => {})
}

await enter()
addEventListener('hashchange', () => void enter().then(() => client.invalidateQueries()))

createRoot(page).render(
  <CrashGuard>
    <App client={client} router={createPageRouter()} />
  </CrashGuard>,
)
