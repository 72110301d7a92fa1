import type { Page } from '@goodword/adapters'
import { GoodwordError } from '@goodword/program/errors'
import type { ReviewItem } from '../fraud/reviews.ts'
import { element } from './element.ts'
import type { Credentials } from './session.ts'
import { describeReview } from './words.ts'

/** A decision that the page can send. */
export type Verdict = 'approve' | 'reject' | 'reopen'

/** Orders that wait for the owner, behind the wire. */
export interface ReviewQueue {
  /** The newest that are open; an empty page where the server has no queue. */
  open(): Promise<Page<ReviewItem>>
  decide(item: ReviewItem, verdict: Verdict): Promise<ReviewItem>
}

/** The queue of one program; rejects with the server's own code, or with `network`. */
export function reviewQueue(
  url: string,
  { program, key }: Credentials,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): ReviewQueue {
  const path = `${url}/v1/${encodeURIComponent(program)}/admin/reviews`
  const ask = async <T>(init: RequestInit): Promise<T | undefined> => {
    const headers = { authorization: `Bearer ${key}` }
    let response: Response
    try {
      response = await fetch(new Request(path, { ...init, headers }))
    } catch (cause) {
      throw new GoodwordError('network', `The server at ${url} could not be reached. Try again.`, { cause })
    }
    const answer = (await response.json().catch(() => ({}))) as T & { code?: string; detail?: string }
    if (response.ok) return answer
    const { code = 'answer-invalid', detail = `The server answered ${response.status}. Try again.` } = answer
    if (code === 'unsupported' || code === 'not-found') return undefined
    throw new GoodwordError(code, detail)
  }
  return {
    open: async () => (await ask<Page<ReviewItem>>({ method: 'GET' })) ?? { items: [] },
    async decide({ name, order }, verdict) {
      const body = JSON.stringify({ name, order, verdict, by: 'dashboard' })
      const item = await ask<ReviewItem>({ method: 'POST', body })
      if (item) return item
      throw new GoodwordError('unsupported', 'The server takes no decisions. Load the page again.')
    },
  }
}

/** What the list of reviews is shown in, and what its buttons do. */
export interface ReviewList {
  readonly section: HTMLElement
  readonly list: HTMLElement
  decide(item: ReviewItem, verdict: Verdict): void
}

/** Shows the orders to review; hidden when there are none. What was decided stays, so that it can be taken back. */
export function showReviews({ section, list, decide }: ReviewList, { items, next }: Page<ReviewItem>): void {
  const document = section.ownerDocument
  section.hidden = items.length === 0
  list.replaceChildren(
    element(document, 'ul', {
      class: 'reviews',
      children: items.map((item) =>
        element(document, 'li', { children: [about(document, item), choices(document, item, decide)] }),
      ),
    }),
    ...(next
      ? [element(document, 'p', { class: 'quiet', text: 'There are more. They come when you refresh.' })]
      : []),
  )
}

function about(document: Document, item: ReviewItem): Node {
  const { title, who, state, reasons } = describeReview(item)
  return element(document, 'div', {
    children: [
      element(document, 'h3', { text: title }),
      who ? element(document, 'p', { class: 'quiet', text: who }) : undefined,
      ...reasons.map((reason) => element(document, 'p', { text: reason })),
      element(document, 'p', {
        children: [
          element(document, 'span', { class: `state ${state.tone}`, text: state.word }),
          state.note ? element(document, 'small', { text: state.note }) : undefined,
        ],
      }),
    ],
  })
}

function choices(document: Document, item: ReviewItem, decide: ReviewList['decide']): Node {
  const button = (text: string, verdict: Verdict): Node => {
    const attributes = { type: 'button', 'aria-label': `${text} ${item.order}` }
    const made = element(document, 'button', { text, attributes })
    made.addEventListener('click', () => decide(item, verdict))
    return made
  }
  return element(document, 'div', {
    class: 'actions',
    children:
      item.state === 'open'
        ? [button('Reject', 'reject'), button('Approve', 'approve')]
        : [button('Undo', 'reopen')],
  })
}
