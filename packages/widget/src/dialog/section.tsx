import type { ComponentChildren, JSX } from 'preact'

/** A part of the dialog with a heading of its own. */
export function Section({
  part,
  title,
  children,
}: {
  readonly part: string
  readonly title: string
  readonly children: ComponentChildren
}): JSX.Element {
  return (
    <section class="section" part={part}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
