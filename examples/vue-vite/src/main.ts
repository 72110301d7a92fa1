import { createTracker } from '@goodword/core'
import { defineWidgets } from '@goodword/widget'
import { createApp } from 'vue'
import App from './app.vue'

// Once, before anything is rendered. Your server signs `token` for whoever is signed in.
const tracker = createTracker({ program: 'shop', api: location.origin })
defineWidgets({ tracker })

const token = new URLSearchParams(location.search).get('token') ?? undefined
createApp(App, { token }).mount('#app')
