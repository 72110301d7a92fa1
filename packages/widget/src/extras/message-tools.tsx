import { channelFacts } from '@goodword/program/channels'
import { fillTemplate, fitMessage } from '@goodword/program/messages'
import type { JSX } from 'preact'
import { nameChannel } from '../dialog/channels.tsx'
import type { ExtraProps } from '../dialog/extra.ts'
import { sayNamed } from '../locales/say.ts'
import { FriendsView } from './friends-view.tsx'
import { MastodonServer } from './mastodon-server.tsx'

/** Whose message is written, how long it may be there, and what the friend will see of it. */
export function Content({ model, words }: ExtraProps): JSX.Element {
  const { invitation, message } = model
  const { channel } = message
  const { value: chosen } = channel
  const channels = model.channels()
  const locale = invitation.locale()
  const content = message.forChannel(chosen)!
  const facts = chosen === undefined ? undefined : channelFacts(chosen)
  const { length, limit, over } = fitMessage(content, chosen ?? '')
  const names = (list: readonly string[]): string =>
    list.map((name) => nameChannel(name, invitation.words.value)).join(', ')
  const asked = chosen === undefined ? channels : [chosen]
  const tooLong = asked.filter((name) => fitMessage(message.forChannel(name)!, name).over > 0)
  return (
    <div class="group" part="message-tools">
      <div class="row between">
        <label class="hint" for="message-for">
          {words.messageFor}
        </label>
        <select
          id="message-for"
          class="choice"
          value={chosen ?? ''}
          onChange={({ currentTarget }) => (channel.value = currentTarget.value || undefined)}
        >
          <option value="">{words.everyChannel}</option>
          {channels.map((name) => (
            <option key={name} value={name}>
              {names([name])}
            </option>
          ))}
        </select>
      </div>
      <p class="hint">
        {limit !== undefined && (
          <b class={over > 0 ? 'over' : ''}>
            {fillTemplate(words.length, {
              length: length.toLocaleString(locale),
              limit: limit.toLocaleString(locale),
            })}
          </b>
        )}{' '}
        {/* Said when it changes, and not with every letter. */}
        <span role="status">
          {facts && !facts.takesText && sayNamed(words.takesNoText, { channel: facts.name })}
          {tooLong.length > 0 && <b class="over">{sayNamed(words.tooLong, { channels: names(tooLong) })}</b>}
        </span>
      </p>
      {facts?.needs === 'instance' && <MastodonServer model={model} words={words} />}
      <FriendsView model={model} content={content} channel={chosen} />
    </div>
  )
}
