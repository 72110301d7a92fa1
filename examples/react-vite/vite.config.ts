import { defineConfig } from 'vite'

/** `goodword serve` beside `vite`: the page's own origin answers for the API. */
export default defineConfig({
  server: { proxy: { '/v1': 'http://localhost:4400', '/r': 'http://localhost:4400' } },
})
