// What a consent manager's vendor ships: IAB's own package, started on the page. Bundled by the suite.
import { CmpApi } from '@iabtechlabtcf/cmpapi'

/** Tells the page's vendors: `''` with the dialog open, then what was decided. */
const cmp = new CmpApi(300, 1, true)
Object.assign(window.lab, { tell: (text: string, isOpen: boolean) => cmp.update(text, isOpen) })
