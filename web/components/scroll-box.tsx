import type { ReactNode } from 'react'

/** A part of the page that scrolls sideways, by keys too. */
export const ScrollBox = ({
  label,
  children,
}: {
  readonly label: string
  readonly children: ReactNode
}) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Who has no mouse scrolls it by arrows.
  <section className="scroll-box" aria-label={`${label}, scrolls sideways`} tabIndex={0}>
    {children}
  </section>
)
