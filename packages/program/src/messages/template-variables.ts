/** What the texts of a program may use as `{name}`, and of which kind it is. */
export const templateVariables = {
  link: 'text',
  code: 'text',
  program: 'text',
  referrer: 'text',
  youGet: 'text',
  friendGets: 'text',
  friends: 'number',
  earned: 'money',
  until: 'date',
} as const

export type TemplateVariable = keyof typeof templateVariables
