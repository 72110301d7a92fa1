/** The button of the first stage, made by hand so that it needs no framework. */
export interface InviteButton {
  readonly shell: HTMLSlotElement
  label(text: string): void
  busy(isBusy: boolean): void
}

const svg = 'http://www.w3.org/2000/svg'
const gift = 'M4 11v9h16v-9M3 7h18v4H3zM12 7v13M12 7c-1-3-3-4-4-4-3 0-3 4 0 4h8c3 0 3-4 0-4-1 0-3 1-4 4'

/**
 * Makes the button. An element that the owner puts into the slot `button` stands in for it; any other content of the
 * host is its label.
 */
export function createButton(document: Document): InviteButton {
  const shell = document.createElement('slot')
  shell.name = 'button'
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'open'
  button.setAttribute('part', 'button')
  button.setAttribute('aria-haspopup', 'dialog')
  const icon = document.createElementNS(svg, 'svg')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg, 'path')
  path.setAttribute('d', gift)
  icon.append(path)
  const text = document.createElement('slot')
  button.append(icon, text)
  shell.append(button)
  return {
    shell,
    label(label) {
      if (text.textContent !== label) text.textContent = label
    },
    busy(isBusy) {
      button.setAttribute('aria-busy', String(isBusy))
    },
  }
}
