import type { Touch } from '@goodword/program/touch'
import type { Tracker } from './contract.ts'

/** Whether the page has one of our elements that nothing has brought to life yet. */
export function awaitsWidget(document: Document): boolean {
  const unborn = [...document.querySelectorAll(':not(:defined)')]
  return unborn.some(({ localName }) => localName.startsWith('goodword-'))
}

/** Reports `data-goodword-convert="name"`: forms when they are submitted, everything else when it is clicked. */
export function watchConversions(document: Document, tracker: Tracker): void {
  const report = ({ target, type }: Event): void => {
    const element = (target as Element | null)?.closest?.<HTMLElement>('[data-goodword-convert]')
    const name = element?.dataset['goodwordConvert']
    if (name && (element.localName === 'form') === (type === 'submit')) tracker.convert(name)
  }
  // While capturing: a page that stops its events from bubbling still means them.
  for (const type of ['click', 'submit']) document.addEventListener(type, report, true)
}

/** Keeps the hidden inputs that are called like a parameter filled with the code; what the page filled in stays. */
export function fillInputs(document: Document, { $touch, params }: Tracker): void {
  const fill = (touch: Touch | undefined, before?: Touch): void => {
    for (const input of document.querySelectorAll<HTMLInputElement>('input[type=hidden]')) {
      const isOurs = !input.value || input.value === before?.code
      if (isOurs && params.includes(input.name)) input.value = touch?.code ?? ''
    }
  }
  $touch.subscribe(fill)
  // Forms that came after the page was ready.
  document.addEventListener('submit', () => fill($touch.get()), true)
}
