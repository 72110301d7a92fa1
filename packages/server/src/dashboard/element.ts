/** What an element is made of; text is never HTML. */
export interface Parts {
  readonly class?: string
  readonly text?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly children?: readonly (Node | undefined)[]
}

/** Makes an element of its parts. */
export function element<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: K,
  parts: Parts = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (parts.class) made.className = parts.class
  if (parts.text !== undefined) made.textContent = parts.text
  for (const [name, value] of Object.entries(parts.attributes ?? {})) made.setAttribute(name, value)
  made.append(...(parts.children ?? []).filter((child) => child !== undefined))
  return made
}

/** One column of a table. */
export interface Column<T> {
  readonly label: string
  readonly isNumber?: boolean
  cell(document: Document, item: T): readonly Node[]
}

/** A table whose roles outlive a style that makes cards of its rows. */
export function table<T>(
  document: Document,
  name: string,
  columns: readonly Column<T>[],
  items: readonly T[],
): HTMLElement {
  const align = (column: Column<T>) => (column.isNumber ? { class: 'number' } : {})
  const heads = columns.map((column) =>
    element(document, 'th', {
      ...align(column),
      text: column.label,
      attributes: { role: 'columnheader', scope: 'col' },
    }),
  )
  const rows = items.map((item) =>
    element(document, 'tr', {
      attributes: { role: 'row' },
      children: columns.map((column) =>
        element(document, 'td', {
          ...align(column),
          attributes: { role: 'cell', 'data-label': column.label },
          children: column.cell(document, item),
        }),
      ),
    }),
  )
  const group = { attributes: { role: 'rowgroup' } }
  const head = element(document, 'tr', { attributes: { role: 'row' }, children: heads })
  return element(document, 'table', {
    attributes: { role: 'table', 'aria-labelledby': name },
    children: [
      element(document, 'thead', { ...group, children: [head] }),
      element(document, 'tbody', { ...group, children: rows }),
    ],
  })
}
