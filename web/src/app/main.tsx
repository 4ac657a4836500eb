/** Starts the interface: the language first, so that nothing is ever shown as a key. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { browserLanguage, startI18n } from '@/i18n'
import 'antd/dist/antd.css'
import { App } from './App'
import './global.css'

await startI18n(browserLanguage())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
