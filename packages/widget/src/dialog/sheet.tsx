import type { JSX } from 'preact'
import { defaultLabel } from '../elements/labels.ts'
import { Channels } from './channels.tsx'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { MessageEditor } from './message.tsx'
import type { ModelProps } from './model.ts'
import { Offer } from './offer.tsx'
import { Progress } from './progress.tsx'
import { TroubleNote } from './trouble.tsx'

interface SheetProps extends ModelProps {
  /** Absent where there is nothing to close. */
  readonly onClose: (() => void) | undefined
}

/** What is in the dialog, the most important first. */
export function Sheet({ model, onClose }: SheetProps): JSX.Element {
  const { invitation } = model
  const { close, language, notNow, signInForMore } = invitation.words.value
  const view = invitation.view.value
  const trouble = invitation.trouble.value
  const isSignedIn = invitation.isSignedIn.value
  const isTaking = Boolean(invitation.participant.value)
  const isWaiting = !trouble && (!view || (isSignedIn && !isTaking))
  const Cheer = model.celebrated.value && model.extra('celebration')
  const Below = view && model.wantsBelow.value && model.extra('below')
  const more = (): void => void (model.wantsBelow.value = true)
  // Once it has been painted: to ask for a place in the midst of drawing has all of it laid out twice.
  const look = (bone: HTMLElement | null): void => {
    if (bone) setTimeout(() => isNear(bone) && more(), 50)
  }
  const Join = view && !isSignedIn && !isTaking && model.extra('join')
  return (
    <>
      <header class="head">
        <h2 id="title" part="title">
          {view?.copy.title ?? defaultLabel(language)}
        </h2>
        {onClose && (
          <button class="close" part="close" aria-label={close} onClick={onClose}>
            <Icon name="close" />
          </button>
        )}
      </header>
      <div
        class={isWaiting && isSignedIn ? 'body full' : 'body'}
        tabIndex={-1}
        aria-busy={isWaiting}
        onScroll={more}
      >
        <div class="flow">
          {(view || !trouble) && <Offer model={model} />}
          {(isTaking || isWaiting) && (
            <>
              <Link model={model} />
              <MessageEditor model={model} />
              <Channels model={model} />
            </>
          )}
          {Join && <Join model={model} />}
          <TroubleNote model={model} />
          {isTaking && !isSignedIn && <p class="empty">{signInForMore}</p>}
          <Progress model={model} />
          {Below ? <Below model={model} /> : view && !isWaiting && <i class="bone tall" ref={look} />}
        </div>
      </div>
      {Cheer && <Cheer model={model} />}
      {model.isUnasked.value && (
        <footer class="foot">
          <button class="secondary wide" part="not-now" onClick={onClose}>
            {notNow}
          </button>
        </footer>
      )}
    </>
  )
}

/** Whether it is on the screen, or nearly. What is in a closed dialog has no place yet. */
function isNear(element: Element): boolean {
  const { top } = element.getBoundingClientRect()
  return top > 0 && top < element.closest('.body')!.getBoundingClientRect().bottom + 48
}
