import type { ReactNode } from 'react'
import { Dialog, Heading, Modal as Sheet, ModalOverlay } from 'react-aria-components'

/** A dialog over the page: keeps the focus inside, closes by Escape, gives the focus back. */
export function Modal({
  title,
  onClose,
  children,
}: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  return (
    <ModalOverlay
      className="modal-overlay"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Sheet className="modal">
        <Dialog className="modal-content">
          <header className="modal-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <button type="button" onClick={onClose}>
              Close
            </button>
          </header>
          {children}
        </Dialog>
      </Sheet>
    </ModalOverlay>
  )
}
