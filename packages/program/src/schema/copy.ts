import * as v from 'valibot'
import { id, longText, shortText, webUrl } from './parts.ts'

/**
 * Everything a program says, in one language. The messages, their subject and the disclosure may use `{link}`, `{code}`,
 * `{program}`, `{referrer}`, `{youGet}` and `{friendGets}`.
 */
export const copySchema = v.strictObject({
  title: v.pipe(shortText, v.description('The offer itself, e.g. "Give $20, get $20".')),
  button: v.optional(
    v.pipe(shortText, v.description('On the button that opens the dialog, e.g. "Invite friends".')),
  ),
  youGet: v.pipe(shortText, v.description('What the referrer gets.')),
  friendGets: v.pipe(shortText, v.description('What the friend gets.')),
  when: v.pipe(shortText, v.description('When the reward comes.')),
  message: v.pipe(
    longText,
    v.description(
      'The prefilled message; it may use {link}, {code}, {program}, {referrer}, {youGet} and {friendGets}. The link is added at its end unless it has {link}.',
    ),
  ),
  subject: v.optional(v.pipe(shortText, v.description('The subject of the e-mail.'))),
  channels: v.optional(
    v.pipe(v.record(id, longText), v.description('Messages of their own for some channels: { "x": "…" }.')),
  ),
  disclosure: v.pipe(
    shortText,
    v.description('Says in the message that the sender is rewarded, e.g. "I earn $20 if you buy."'),
  ),
  steps: v.pipe(
    v.array(
      v.strictObject({
        title: v.pipe(shortText, v.description('The step, e.g. "They buy".')),
        text: v.optional(v.pipe(shortText, v.description('One sentence more.'))),
      }),
    ),
    v.minLength(1),
    v.maxLength(3, 'three steps at most'),
    v.description('How it works.'),
  ),
  rewards: v.optional(
    v.pipe(
      v.record(id, shortText),
      v.description(
        'What to call an incentive’s reward, by incentive id: { "free-bag": "a free bag of coffee" }.',
      ),
    ),
  ),
  faq: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          question: v.pipe(shortText, v.description('As a customer would ask it.')),
          answer: v.pipe(longText, v.description('In plain words.')),
        }),
      ),
      v.maxLength(50),
      v.description('Questions and answers, shown in the dialog.'),
    ),
  ),
  terms: v.optional(
    v.pipe(
      v.strictObject({
        text: v.optional(v.pipe(longText, v.description('The terms themselves, when they are short.'))),
        url: v.optional(v.pipe(webUrl, v.description('The page that has them.'))),
      }),
      v.description('The terms of the program, or where they are.'),
    ),
  ),
  proof: v.optional(
    v.pipe(
      v.strictObject({
        text: v.optional(
          v.pipe(
            shortText,
            v.description('What many did, rounded: "Over 2,000 customers have invited a friend."'),
          ),
        ),
        quote: v.optional(v.pipe(longText, v.description('What one of them says, in their own words.'))),
        by: v.optional(v.pipe(shortText, v.description('Whose words they are: "Amy, customer since 2021".'))),
      }),
      v.description('Why others do it, if that is true and they agreed: shown in the dialog.'),
    ),
  ),
  preview: v.optional(
    v.pipe(
      v.strictObject({
        title: v.optional(v.pipe(shortText, v.description('Its headline. Without it, `title`.'))),
        description: v.optional(
          v.pipe(shortText, v.description('The sentence under it. Without it, `friendGets`.')),
        ),
        image: v.optional(
          v.pipe(webUrl, v.description('A picture of 1200 × 630, as JPEG or PNG, by its full address.')),
        ),
      }),
      v.description(
        'How a shared link looks in chats and feeds; its texts may use {referrer}, {program}, {youGet} and {friendGets}.',
      ),
    ),
  ),
})

export type Copy = v.InferOutput<typeof copySchema>
