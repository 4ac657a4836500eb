import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { ApiError } from '@/api/errors'
import { speak } from '@/i18n'
import { renderAt } from '@/testing/renderAt'
import { ScreenError } from './ScreenError'

it.each<[Error, Parameters<typeof speak>[0], string | RegExp]>([
  [new ApiError(404, { message: 'No such model.' }), 'en', 'Nothing here'],
  [new ApiError(403, { message: 'You may not see models.' }), 'en', /You may not see models\./],
  [new TypeError('Failed to fetch dynamically imported module: /assets/a.js'), 'en', /The server does not answer/],
  [new TypeError('Importing a module script failed.'), 'ru', /Сервер не отвечает/],
  [new TypeError('undefined is not a function'), 'en', /This screen has broken/],
])('%s is told in words, in %s', async (error, language, words) => {
  await speak(language)
  await renderAt(<ScreenError error={error} reset={() => {}} />)
  expect(screen.getByText(words)).toBeTruthy()
})
