import { fillTemplate, joinMessage, type Message } from '@goodword/program/messages'
import { channelFacts } from '@goodword/program/channels'
import type { JSX } from 'preact'
import type { ModelProps } from '../dialog/model.ts'
import { isWebUrl } from '../standing/web-url.ts'

interface FriendsViewProps extends ModelProps {
  readonly content: Message
  readonly channel: string | undefined
}

/** What the friend sees: the whole text, and the link's preview as chats draw it. */
export function FriendsView({ model, content, channel }: FriendsViewProps): JSX.Element {
  const { view, participant, words } = model.invitation
  const { copy, name, url } = view.value!
  const { youGet, friendGets, preview = {}, title } = copy
  const referrer = participant.value!.name?.trim().split(/\s/, 1)[0] || name
  const fill = (text: string): string =>
    fillTemplate(text, { program: name, referrer, youGet, friendGets, link: content.link, code: '' })
  const takesText = channel === undefined || channelFacts(channel)?.takesText
  return (
    <figure class="group" part="preview" tabIndex={-1} ref={takeFocus}>
      <figcaption class="hint">{words.value.friendsView}</figcaption>
      <div class="bubble">
        {takesText && <p class="text">{joinMessage(content, channel)}</p>}
        <div class="card">
          {preview.image && isWebUrl(preview.image) && (
            <img src={preview.image} alt="" loading="lazy" referrerpolicy="no-referrer" />
          )}
          <p class="name" dir="auto">
            {fill(preview.title ?? title)}
          </p>
          <p class="hint" dir="auto">
            {fill(preview.description ?? friendGets)}
          </p>
          <p class="hint">{hostOf(url)}</p>
        </div>
      </div>
    </figure>
  )
}

/** The button that asked for it is gone, and with it the focus: reading goes on here. */
function takeFocus(element: HTMLElement | null): void {
  const { activeElement, body } = element?.ownerDocument ?? {}
  if (activeElement === body) element?.focus()
}

/** "shop.example" of "https://www.shop.example/about?x"; empty for what is no address of the web. */
const hostOf = (address: string): string => /^https?:\/\/(?:www\.)?([^/?#]+)/i.exec(address)?.[1] ?? ''
