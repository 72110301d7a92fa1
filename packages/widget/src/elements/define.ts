import { defineElements, type DefineOptions } from './define-elements.ts'
import { definePanels } from './panel-element.ts'

export type { DefineOptions }

/**
 * Defines Goodword's elements. Called again it does nothing: the first call counts. From then on `tracker.open()` opens
 * the page's first `<goodword-invite>`, and makes one without a button if there is none. So do the program's moments, or
 * they open the element that they name.
 *
 * All are defined when it returns: frameworks set an object as a property only where an element already has it.
 */
export function defineWidgets(options: DefineOptions = {}): void {
  defineElements(options, definePanels)
}
