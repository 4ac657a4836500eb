import { screen, waitFor } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { speak } from '@/i18n'
import { sectionsOf } from '@/lib/parameters'
import { renderAt } from '@/testing/renderAt'
import { emptyDraft } from './draft'
import { Meanwhile } from './Meanwhile'
import type { Template } from './queries'

const solver = { title: 'Сегментация', properties: { base_lr: { type: 'number', title: 'Скорость обучения' } } }
const parameters_schema = {
  properties: {
    training: { title: 'Обучение', properties: { segmentation: solver } },
    run: { title: 'Запуск', properties: { metric: { enum: ['macro_f1', 'accuracy'], title: 'Метрика' } } },
  },
}
const began = emptyDraft('classification', 'ResNet18', {
  training: { segmentation: { base_lr: 0.1 } },
  run: { metric: 'accuracy' },
})
const theirs = {
  ...{ name: '', description: '', task: 'classification', base_model: 'ResNet18', environment: [11, 12] },
  weights: { kind: 'version', version_id: 6 },
  parameters: { training: { segmentation: { base_lr: 0.05 } }, run: { metric: 'macro_f1' } },
  training_datasets: [{ id: 3, name: 'kiln' }],
  left_out: [],
  test_dataset: null,
} as unknown as Template

const north = { id: 1, name: 'Север' }
const answers: Record<string, unknown> = {
  '/api/parameters/schema': { parameters_schema },
  '/api/projects/1/datasets': { items: [{ id: 3, name: 'kiln' }], next: null },
  '/api/environment/nodes/11': { id: 11, name: 'Печь 1', ancestors: [north] },
  '/api/environment/nodes/12': { id: 12, name: 'Печь 2', ancestors: [north] },
  '/api/model-versions/6': { id: 6, name: 'v1.02', model_name: 'Кольца' },
}

it('tells what somebody else made of it meanwhile in the words of the screen', async () => {
  await speak('ru')
  vi.stubGlobal('fetch', async ({ url }: Request) => Response.json(answers[new URL(url).pathname] ?? {}))
  const conflict = { theirs, overwrite: () => {}, takeTheirs: () => {} }
  await renderAt(<Meanwhile {...{ projectId: 1, began, conflict }} sections={sectionsOf(parameters_schema)} />)
  const told = () => [...screen.getByRole('alert').querySelectorAll('dl > div')].map((row) => row.textContent)
  await waitFor(() =>
    expect(told()).toEqual([
      'Начать сСлучайные веса → Кольца v1.02',
      'Производственная среда– → Север / Печь 1, Печь 2',
      'Обучающие датасеты– → kiln',
      'Сегментация · Скорость обучения0,1 → 0,05',
      'МетрикаДоля верных ответов → Макро-F1',
    ]),
  )
})
