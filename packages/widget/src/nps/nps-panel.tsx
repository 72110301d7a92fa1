import { signal, type Signal } from '@preact/signals-core'
import type { JSX } from 'preact'
import type { Panel, PanelHost } from '../elements/panel-contract.ts'
import { InviteButton } from '../panel/invite-button.tsx'
import { keepNote } from '../panel/kept.ts'
import type { PanelModel, PanelProps } from '../panel/model.ts'
import { createPanel as create } from '../panel/panel.tsx'
import { moodOf, reportFeedback, type Feedback } from './feedback.ts'
import { FollowUp } from './follow-up.tsx'
import css from './nps.css?inline'
import { Scale } from './scale.tsx'
import { sayNamed } from '../locales/say.ts'

/** What the reader has said so far. */
interface Answer {
  readonly score: Signal<number | undefined>
  readonly comment: Signal<string>
  readonly isSent: Signal<boolean>
}

/** Days after which somebody is asked again. */
const patience = 90

/**
 * `<goodword-nps>`: from 0 to 10, and why. Promoters are then asked to invite friends, everybody is thanked. Who has
 * answered is not asked again for 90 days.
 */
export function createPanel(host: PanelHost, now: () => number = Date.now): Panel {
  const note = keepNote(host, 'nps')
  const wasAsked = now() - Number(note.read() ?? 0) < patience * 86_400_000
  const answer: Answer = { score: signal(undefined), comment: signal(''), isSent: signal(false) }
  let model: PanelModel | undefined

  const send = async (): Promise<void> => {
    const { score, comment, isSent } = answer
    if (score.value === undefined || isSent.value || !model) return
    const words = comment.value.trim()
    const feedback: Feedback = { score: score.value, ...(words && { comment: words }) }
    isSent.value = await reportFeedback(feedback, model, now)
    if (isSent.value) note.write(`${now()}`)
  }
  // A score without the follow-up is an answer too. Before the tracker's own farewell, which sends what is waiting.
  const farewell = (): void => void send()
  const panel = create(host, {
    content: ({ model: current }) => {
      model = current
      return <Question model={current} answer={answer} send={send} />
    },
    css,
    isShown: () => !wasAsked,
  })
  return {
    refresh() {
      host.window.addEventListener('pagehide', farewell, true)
      panel.refresh()
    },
    leave() {
      host.window.removeEventListener('pagehide', farewell, true)
      farewell()
      panel.leave()
    },
  }
}

interface QuestionProps extends PanelProps {
  readonly answer: Answer
  readonly send: () => Promise<void>
}

function Question({ model, answer: { score, comment, isSent }, send }: QuestionProps): JSX.Element {
  const words = model.panelWords.value
  const { name: program } = model.invitation.view.value!
  const mood = score.value === undefined ? undefined : moodOf(score.value)
  if (isSent.value && mood) {
    return (
      <div class="group thanks" tabIndex={-1} ref={focusOnce}>
        <h2 part="title">{mood === 'high' ? words.thanks : words.thanksRead}</h2>
        {mood === 'high' && (
          <>
            <p>{words.tellFriend}</p>
            <p class="offer-line">{model.invitation.view.value?.copy.title}</p>
            <InviteButton model={model} />
          </>
        )}
      </div>
    )
  }
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    // The thanks take the focus, and are read by that.
    await send()
  }
  return (
    <form class="flow" onSubmit={submit}>
      <Scale
        score={score}
        question={sayNamed(words.likely, { program })}
        words={words}
        locale={model.speech().locale}
      />
      {mood && <FollowUp mood={mood} comment={comment} words={words} isBusy={model.isBusy} />}
    </form>
  )
}

/** What had the focus is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus()
}
