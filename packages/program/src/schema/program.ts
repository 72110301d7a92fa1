import * as v from 'valibot'
import { channelNames } from '../messages/channels.ts'
import { copySchema } from './copy.ts'
import { incentiveSchema } from './incentive.ts'
import { experimentSchema } from './experiment.ts'
import { fraudSchema } from './fraud.ts'
import { momentSchema } from './moment.ts'
import { id, locale, shortText, webUrl } from './parts.ts'
import { seasonSchema, timeZoneSchema } from './season.ts'
import { segmentSchema } from './segment.ts'
import { targetSchema } from './target.ts'

const days = (max: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(max))

export const attributionSchema = v.strictObject({
  touch: v.optional(
    v.pipe(v.picklist(['first', 'last']), v.description('Which link counts when a friend followed several.')),
    'last',
  ),
  days: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(400),
      v.description('Days a followed link counts for.'),
    ),
    90,
  ),
  params: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.regex(/^[\w-]{1,32}$/, 'a URL parameter’s name such as "via"'))),
      v.minLength(1),
      v.maxLength(10),
      v.description('URL parameters that may carry the code; the first one is used in links.'),
    ),
    ['via', 'ref'],
  ),
})

export const codesSchema = v.strictObject({
  vanity: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether participants may choose a code of their own, e.g. "AMY-BAKES". The first keeps working.',
      ),
    ),
    false,
  ),
  names: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        'Whether whoever has a link or a code is told the referrer’s first name, in the link’s preview and when the code is typed.',
      ),
    ),
    false,
  ),
})

export const conversionSchema = v.strictObject({
  name: v.pipe(id, v.description('As in goodword.convert(name), e.g. "purchase".')),
  value: v.optional(v.pipe(v.boolean(), v.description('Whether it carries an amount of money.')), false),
  trust: v.optional(
    v.pipe(
      v.picklist(['server', 'browser']),
      v.description(
        'Whose word counts. A browser’s report waits for the server’s unless this says "browser".',
      ),
    ),
    'server',
  ),
  holdDays: v.optional(
    v.pipe(days(365), v.description('Days until its rewards are due, e.g. the return period.')),
    0,
  ),
})

/** A program as it is written in the file; `parseProgram` also checks what one field says of another. */
export const programSchema = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), v.description('Where editors find this schema.'))),
  id: v.pipe(id, v.description('Public, part of every URL.')),
  name: v.pipe(shortText, v.description('The shop or product, as customers know it.')),
  url: v.pipe(webUrl, v.description('The landing page that links lead to.')),
  hosts: v.optional(
    v.pipe(
      v.array(
        v.pipe(
          v.string(),
          v.maxLength(253),
          v.regex(
            /^([a-z0-9]+(-+[a-z0-9]+)*\.)*[a-z0-9]+(-+[a-z0-9]+)*(:\d{1,5})?$/,
            'a host name such as "www.shop.example"',
          ),
        ),
      ),
      v.maxLength(100),
      v.description('Further hosts that a link may lead to, and whose pages may call the API.'),
    ),
    [],
  ),
  currency: v.pipe(
    v.string(),
    v.regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as "USD"'),
    v.description('Of every amount: an ISO 4217 code such as "USD".'),
  ),
  locale: v.optional(
    v.pipe(locale, v.description('The language used when a reader’s own has no copy.')),
    'en',
  ),
  timeZone: v.optional(
    v.pipe(timeZoneSchema, v.description('Where its days, months and seasons begin and end.')),
    'UTC',
  ),
  attribution: v.optional(v.pipe(attributionSchema, v.description('Whose link counts, and how long.')), {}),
  codes: v.optional(v.pipe(codesSchema, v.description('What participants’ codes may be, and tell.')), {}),
  conversions: v.pipe(
    v.array(conversionSchema),
    v.minLength(1),
    v.maxLength(50),
    v.description('What a friend may do that counts.'),
  ),
  incentives: v.pipe(
    v.array(incentiveSchema),
    v.minLength(1),
    v.maxLength(100),
    v.description('When → to whom → give what.'),
  ),
  segments: v.optional(
    v.pipe(
      v.array(segmentSchema),
      v.maxLength(50),
      v.description('Some of the customers, by what the signed identity says of them.'),
    ),
    [],
  ),
  seasons: v.optional(
    v.pipe(v.array(seasonSchema), v.maxLength(100), v.description('Times with offers of their own.')),
    [],
  ),
  moments: v.optional(v.pipe(v.array(momentSchema), v.maxLength(50), v.description('When to ask.')), []),
  experiments: v.optional(
    v.pipe(v.array(experimentSchema), v.maxLength(50), v.description('Tests of what the program says.')),
    [],
  ),
  targets: v.optional(
    v.pipe(
      v.array(targetSchema),
      v.maxLength(20),
      v.description('What the owner wants to reach, and by when.'),
    ),
    [],
  ),
  fraud: v.optional(
    v.pipe(fraudSchema, v.description('What is looked at before a friend’s order earns anything.')),
    {},
  ),
  channels: v.optional(
    v.pipe(
      v.array(id),
      v.minLength(1),
      v.maxLength(20),
      v.description(`Share channels, best first: ${channelNames.join(', ')}.`),
    ),
    ['whatsapp', 'email', 'sms', 'x'],
  ),
  copy: v.pipe(v.record(locale, copySchema), v.description('What the program says, by language.')),
})

/** A program after parsing: every default is filled in. */
export type Program = v.InferOutput<typeof programSchema>
/** A program as an author writes it. */
export type ProgramInput = v.InferInput<typeof programSchema>
export type ConversionRule = v.InferOutput<typeof conversionSchema>
