import { signal } from '@preact/signals-core'
import type { FunctionComponent, JSX } from 'preact'
import { h } from 'preact'
import type { PanelWords } from '../locales/panels/panel-words.ts'
import type { InviteModel, ModelProps } from './model.ts'

/** What is loaded when it is asked for. */
export type ExtraName = 'qr' | 'invites' | 'code' | 'message' | 'join' | 'brand' | 'below' | 'celebration'

export type Extra = FunctionComponent<ModelProps & { readonly channel?: string }>

/** What an extra works with: the dialog's model, and words that are loaded with it. */
export interface ExtraProps {
  readonly model: InviteModel
  readonly words: PanelWords
  /** Which channel’s, where it is about one. */
  readonly channel?: string
}

const loaders: Readonly<
  Record<ExtraName, () => Promise<{ Content(props: ExtraProps): JSX.Element | null }>>
> = {
  qr: () => import('../extras/qr-panel.tsx'),
  invites: () => import('../extras/invite-form.tsx'),
  message: () => import('../extras/message-tools.tsx'),
  code: () => import('../extras/code-form.tsx'),
  celebration: () => import('../extras/celebration.tsx'),
  below: () => import('../extras/below.tsx'),
  join: () => import('../extras/join-form.tsx'),
  brand: () => import('../extras/brand-icon.tsx'),
}

/**
 * The extras of one dialog: each begins to load when it is asked for first in a language, and is `undefined` until it is
 * there. What the browser cannot load is told to `onError`, and asked for again by the next who wants it.
 */
export function createExtras(
  language: () => string,
  loadWords: () => Promise<PanelWords>,
  onError: (name: ExtraName, cause: unknown) => void,
): (name: ExtraName) => Extra | undefined {
  const loaded = signal<Readonly<Record<string, Extra>>>({})
  const loading = new Set<string>()
  const load = async (name: ExtraName, key: string): Promise<void> => {
    loading.add(key)
    try {
      // These two have all that they say.
      const [{ Content }, words] = await Promise.all([
        loaders[name](),
        /^(join|brand)$/.test(name) ? undefined : loadWords(),
      ])
      loaded.value = {
        ...loaded.value,
        [key]: (props: ModelProps) => h(Content, { ...props, words: words! }),
      }
    } catch (cause) {
      onError(name, cause)
    }
    loading.delete(key)
  }
  return (name) => {
    const key = `${name} ${language()}`
    const found = loaded.value[key]
    if (!found && !loading.has(key)) void load(name, key)
    return found
  }
}
