import type { ComponentChildren, JSX } from 'preact'

/** A line of a list: a round badge, a name, and a sentence below it. */
export function Line({
  badge,
  look,
  name,
  hint,
  children,
}: {
  readonly badge: ComponentChildren
  /** The badge's own classes. */
  readonly look: string
  readonly name: ComponentChildren
  readonly hint: ComponentChildren
  readonly children?: ComponentChildren
}): JSX.Element {
  return (
    <li>
      <span class={look} aria-hidden="true">
        {badge}
      </span>
      <div>
        <p class="name">{name}</p>
        {hint && <p class="hint">{hint}</p>}
      </div>
      {children}
    </li>
  )
}
