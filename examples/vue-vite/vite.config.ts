import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** `goodword serve` beside `vite`: the page's own origin answers for the API. */
export default defineConfig({
  plugins: [
    // Vue leaves our elements to the browser, and looks for no components of these names.
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('goodword-') } } }),
  ],
  server: { proxy: { '/v1': 'http://localhost:4400', '/r': 'http://localhost:4400' } },
})
