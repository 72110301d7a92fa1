import { statusSchema } from '../schemas/owner-answers.ts'
import type { Operation } from './operation.ts'

const anyone = { method: 'get', door: 'anyone', status: 200 } as const

/** Links, files and the machinery around a server. */
export const siteOperations: readonly Operation[] = [
  {
    ...anyone,
    path: '/r/:program/:code',
    id: 'followLink',
    about:
      'Sends a friend on to the program’s own page, with the code; makers of previews get a page to show.',
    query: { ch: { about: 'The channel by which the link was shared.' } },
    status: 302,
  },
  { ...anyone, path: '/healthz', id: 'health', about: 'Whether the process runs.', answer: statusSchema },
  {
    ...anyone,
    path: '/readyz',
    id: 'readiness',
    about: 'Whether it should be sent requests; 503 with the reason if not.',
    answer: statusSchema,
    optional: true,
  },
  {
    ...anyone,
    path: '/metrics',
    id: 'metrics',
    about: 'The figures of the process, for Prometheus; only where they are switched on.',
    answer: 'text/plain',
    optional: true,
  },
  {
    ...anyone,
    path: '/openapi.json',
    id: 'description',
    about: 'This description.',
    answer: 'application/json',
  },
  { ...anyone, path: '/dashboard', id: 'dashboard', about: 'The owner’s page.', answer: 'text/html' },
  { ...anyone, path: '/dashboard.css', id: 'dashboardStyle', about: 'Its style.', answer: 'text/css' },
  {
    ...anyone,
    path: '/:file',
    id: 'script',
    about: 'The script, the widget and the page’s own script, such as goodword.js.',
    answer: 'text/javascript',
  },
  {
    ...anyone,
    path: '/chunks/:file',
    id: 'chunk',
    about: 'A part that the script asks for.',
    answer: 'text/javascript',
  },
]
