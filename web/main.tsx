import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { CrashGuard } from './components/crash-guard.tsx'

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no #page')

createRoot(page).render(
  <CrashGuard>
    <App />
  </CrashGuard>,
)
