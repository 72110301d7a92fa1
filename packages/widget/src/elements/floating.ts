/** Keeps a floating element off whatever has the keyboard (WCAG 2.4.11). Returns how to stop. */
export function keepClear({ document }: Window, element: HTMLElement): () => void {
  const look = ({ target }: Event): void => {
    element.style.translate = ''
    const ours = element.getBoundingClientRect()
    const { left, right, top, bottom } = (target as Element).getBoundingClientRect()
    const isCovered =
      target !== element && left < ours.right && ours.left < right && top < ours.bottom && ours.top < bottom
    if (isCovered) element.style.translate = '0 200%'
  }
  document.addEventListener('focusin', look)
  return () => document.removeEventListener('focusin', look)
}
