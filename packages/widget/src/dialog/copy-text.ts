/** What is needed of a browser to hand a text over. */
export type SharingWindow = Pick<Window, 'document' | 'navigator'>

/** Copies `text`, and says whether it was copied. If not, `field`, which holds it, is selected for copying by hand. */
export async function copyText(
  text: string,
  field: HTMLInputElement,
  window: SharingWindow,
): Promise<boolean> {
  try {
    await window.navigator.clipboard.writeText(text)
    return true
  } catch {
    // Plain http, or a frame without the permission.
    field.focus()
    field.select()
    try {
      return window.document.execCommand('copy')
    } catch {
      return false
    }
  }
}
