import type { ReactNode } from 'react'
import { Component } from 'react'
import { ErrorNotice } from './notice.tsx'

interface Props {
  readonly children: ReactNode
}

/** Shows a sentence instead of an empty page where drawing it fails. */
export class CrashGuard extends Component<Props, { readonly crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render() {
    if (!this.state.crashed) return this.props.children
    const error = {
      code: 'page-crashed',
      message: 'This page could not draw what the server sent.',
      help: 'The terminal shows the same findings. Please report this as a defect.',
    }
    return (
      <main className="lone">
        <ErrorNotice error={error} />
      </main>
    )
  }
}
