import * as v from 'valibot'

/** What happens to an order that a rule points at. */
const action = (otherwise: 'off' | 'hold' | 'flag') =>
  v.optional(
    v.pipe(
      v.picklist(['off', 'hold', 'flag']),
      v.description(
        `"hold": it earns nothing before a person approves it; "flag": it counts, and is shown to you; "off": the rule is not looked at. ${JSON.stringify(otherwise)} by default.`,
      ),
    ),
    otherwise,
  )

const number = (otherwise: number, min: number, max: number, says: string) =>
  v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max), v.description(says)),
    otherwise,
  )

const domains = (says: string) =>
  v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(253),
          v.regex(/^([a-z0-9]+(-+[a-z0-9]+)*\.)+[a-z0-9]+(-+[a-z0-9]+)*$/, 'a domain such as "mail.example"'),
        ),
      ),
      v.maxLength(1000),
      v.description(says),
    ),
    [],
  )

/**
 * The rules that look at every order a friend brings. They hold or flag, and never delete: a held order keeps its place
 * in line until a person decides. Nothing is held for sharing an address alone, as families, offices and mobile phones do.
 */
export const fraudSchema = v.strictObject({
  ownReferral: v.optional(
    v.pipe(
      v.strictObject({
        action: action('hold'),
        days: number(
          7,
          1,
          14,
          'Days for which a device or an address is compared; their keys are changed weekly.',
        ),
        minutes: number(
          10,
          0,
          1440,
          'A visit so soon after the referrer was on the same device counts as a second sign.',
        ),
      }),
      v.description(
        'The friend seems to be the referrer: the same mailbox, the same browser, or the same device.',
      ),
    ),
    {},
  ),
  existingCustomer: v.optional(
    v.pipe(
      v.strictObject({ action: action('hold') }),
      v.description('The friend had ordered before the visit that brought them, perhaps by another address.'),
    ),
    {},
  ),
  disposableEmail: v.optional(
    v.pipe(
      v.strictObject({
        action: action('hold'),
        allow: domains('Domains that are never disposable, with what is below them.'),
        deny: domains('Domains that are disposable besides those that are known, with what is below them.'),
      }),
      v.description('The friend’s e-mail is of a service for throwing away.'),
    ),
    {},
  ),
  velocity: v.optional(
    v.pipe(
      v.strictObject({
        action: action('flag'),
        friends: number(20, 1, 100, 'New friends of one referrer within `minutes` that are still usual.'),
        minutes: number(60, 1, 10_080, 'How long the friends are counted for.'),
        enrolments: number(10, 1, 100, 'Participants who enrolled from one address that are still usual.'),
      }),
      v.description('One referrer brings many friends in a short time.'),
    ),
    {},
  ),
  tooFast: v.optional(
    v.pipe(
      v.strictObject({
        action: action('flag'),
        seconds: number(5, 1, 3600, 'Seconds from the visit to the order that are still usual.'),
      }),
      v.description('The order came too soon after the visit, or even before it.'),
    ),
    {},
  ),
  cookieStuffing: v.optional(
    v.pipe(
      v.strictObject({
        action: action('hold'),
        visitors: number(20, 2, 100, 'Visitors of one code from one address that are still usual.'),
        visits: number(1000, 10, 1_000_000, 'Visits by a code from which on somebody should have ordered.'),
        perThousand: number(1, 1, 1000, 'Friends in a thousand visits that are too few.'),
      }),
      v.description('The visits were made without anybody following a link: in frames, or in bulk.'),
    ),
    {},
  ),
  codeStuffing: v.optional(
    v.pipe(
      v.strictObject({
        action: action('flag'),
        friends: number(
          5,
          1,
          100,
          'Friends of one referrer who typed a code and never followed a link that are still usual.',
        ),
      }),
      v.description('A code was put in at the checkout though another referrer’s link led there.'),
    ),
    {},
  ),
  refundCycling: v.optional(
    v.pipe(
      v.strictObject({
        action: action('hold'),
        refunds: number(3, 1, 100, 'Friends of one referrer with everything refunded, of the last hundred.'),
        percent: number(50, 1, 100, 'And which part of these friends they are, in per cent.'),
      }),
      v.description('The referrer’s friends buy and give back.'),
    ),
    {},
  ),
  ring: v.optional(
    v.pipe(
      v.strictObject({
        action: action('hold'),
        length: number(4, 2, 4, 'People in the longest circle that is looked for.'),
        devices: number(3, 2, 100, 'Friends of one referrer on one device from which on it is unusual.'),
      }),
      v.description('People refer each other in a circle, or friends share a device.'),
    ),
    {},
  ),
})

/** A program's rules against fraud, with every default filled in. */
export type FraudRules = v.InferOutput<typeof fraudSchema>
/** The rules by their names in the program file. */
export type FraudRule = keyof FraudRules
