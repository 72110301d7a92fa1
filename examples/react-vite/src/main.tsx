import { createTracker } from '@goodword/core'
import { defineWidgets } from '@goodword/widget'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

// Once, before anything is rendered. Your server signs `token` for whoever is signed in.
const tracker = createTracker({ program: 'shop', api: location.origin })
defineWidgets({ tracker })

const token = new URLSearchParams(location.search).get('token') ?? undefined
createRoot(document.querySelector('#app')!).render(<App token={token} />)
