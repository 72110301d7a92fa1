import type { JSX } from 'preact'
import { useTask } from '../dialog/hooks.ts'
import { Icon } from '../dialog/icons.tsx'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import type { PanelProps } from '../panel/model.ts'
import { createPanel as create } from '../panel/panel.tsx'
import { CodeForm } from './code-form.tsx'
import { findCoupon } from './coupon.ts'
import { CouponCode } from './coupon-code.tsx'
import { createFriend, type Friend } from './friend.ts'
import css from './welcome.css?inline'
import { sayNamed } from '../locales/say.ts'

/**
 * `<goodword-welcome coupon="…" apply="auto" ask-code>`: for a friend who came by a link or code, and with `ask-code`
 * also for one who may have been told one. For anybody else there is nothing to see.
 */
export function createPanel(host: PanelHost): Panel {
  const friend = createFriend(host)
  const panel = create(host, {
    content: ({ model }) => <Welcome model={model} friend={friend} />,
    css,
    lists: ['rewards'],
    isShown: () => friend.isShown.value,
  })
  let unfollow: (() => void) | undefined
  return {
    refresh() {
      unfollow?.()
      unfollow = host.settings().tracker?.$touch.listen(friend.look)
      friend.look()
      panel.refresh()
    },
    leave() {
      unfollow?.()
      panel.leave()
    },
  }
}

function Welcome({ model, friend }: PanelProps & { readonly friend: Friend }): JSX.Element {
  const words = model.panelWords.value
  const { view, participant, rewards } = model.invitation
  const { copy, name: program } = view.value!
  const code = friend.code.value
  useTask(() => void friend.meet(), [code])
  const name = friend.inviter.value?.name
  const isOwn = code !== undefined && code === participant.value?.code
  const coupon = findCoupon(rewards.value?.items ?? []) ?? model.host.element.getAttribute('coupon')
  return (
    <div class="welcome">
      <span class="badge" aria-hidden="true">
        <Icon name="gift" />
      </span>
      <div class="words">
        {code !== undefined && !isOwn && (
          <p class="hint">
            {name ? sayNamed(words.invitedBy, { name, program }) : sayNamed(words.invited, { program })}
          </p>
        )}
        <h2 part="title">{code === undefined ? words.haveCode : copy.friendGets}</h2>
        {isOwn && <p>{words.ownLink}</p>}
        {code !== undefined &&
          !isOwn &&
          (coupon ? <CouponCode model={model} code={coupon} /> : <p>{words.kept}</p>)}
        {code === undefined && <CodeForm model={model} friend={friend} />}
        <slot />
      </div>
      <button class="close" part="close" aria-label={words.dismiss} onClick={friend.dismiss}>
        <Icon name="close" />
      </button>
    </div>
  )
}
