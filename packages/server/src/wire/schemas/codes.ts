import * as v from 'valibot'

/** A code as somebody typed it. */
export const typedCodeSchema = v.object({
  code: v.pipe(
    v.string(),
    v.minLength(1, 'is empty'),
    v.maxLength(64, 'use at most 64 characters'),
    v.description('As it was typed: in any case, with or without blanks and hyphens.'),
  ),
})

/** Whether a typed code is somebody's. */
export const codeCheckSchema = v.object({
  valid: v.boolean(),
  code: v.optional(v.pipe(v.string(), v.description('To send with the conversion; only when it is valid.'))),
  name: v.optional(
    v.pipe(v.string(), v.description('The referrer’s first name, if the program lets it be told.')),
  ),
})
