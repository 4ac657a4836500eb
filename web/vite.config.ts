/** How the web part is built, served while developing, and tested. */
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    // the host stays the browser's, or the server would take each change for a forged one
    proxy: { '/api': { target: process.env.MODELWRIGHT_SERVER ?? 'http://127.0.0.1:8000', changeOrigin: false } },
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/testing/setup.ts'],
    css: false,
    alias: { './chartCore': fileURLToPath(new URL('./src/testing/noCharts.ts', import.meta.url)) },
    maxWorkers: '100%', // of the cores; by default one is left free
    testTimeout: 60_000, // a busy machine is slow, not wrong
    isolate: false, // files share a browser of jsdom and what they import: src/testing/setup.ts tidies up behind each test
  },
})
