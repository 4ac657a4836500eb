import { act } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { askDatasets, DatasetsScreen } from '@/features/datasets'
import { askModel, askModels, ModelsScreen } from '@/features/models'
import { askProcesses, ProcessesScreen } from '@/features/processes'
import { askQueue, QueueScreen } from '@/features/queue'
import { askSchedules, SchedulesScreen } from '@/features/schedules'
import { askTemplates, TemplatesScreen } from '@/features/templates'
import type { Ask } from '@/lib/params'
import { parseSearch } from '@/lib/useUrlState'
import { renderAt } from '@/testing/renderAt'

const asked: string[] = []

function serve() {
  asked.length = 0
  vi.stubGlobal('fetch', async ({ url }: Request) => {
    const { pathname } = new URL(url)
    asked.push(pathname)
    if (pathname.endsWith('/screens/processes')) return Response.json({ view: 'tasks', columns: {} })
    if (pathname === '/api/models/3')
      return Response.json({ id: 3, name: 'Wafers', task: 'detection', environment: [] })
    if (pathname.endsWith('/versions')) return Response.json([])
    if (pathname === '/api/queue') return Response.json({ machines: [], profiles: [] })
    return Response.json({ items: [], next: null, total: 0 })
  })
}

const screens: [Ask, ReactNode, string, string][] = [
  [askDatasets, <DatasetsScreen key="datasets" />, '?purpose=test&sort=name', '/api/projects/1/datasets'],
  [askModels, <ModelsScreen key="models" />, '?q=wafers&environment=4', '/api/projects/1/models'],
  [askProcesses, <ProcessesScreen key="processes" />, '?view=tasks&status=failed', '/api/projects/1/processes'],
  [askProcesses, <ProcessesScreen key="period" />, '?view=tasks&period=day', '/api/projects/1/processes'],
  [askQueue, <QueueScreen key="queue" />, '', '/api/queue'],
  [askSchedules, <SchedulesScreen key="schedules" />, '?size=20', '/api/projects/1/schedules'],
  [askTemplates, <TemplatesScreen key="templates" />, '?cursor=abc&page=2', '/api/projects/1/templates'],
]

it.each(screens)(
  '%o: what was asked for before the screen is not asked for again',
  async (ask, screen, search, path) => {
    serve()
    const answered = ask({ projectId: '1' }, parseSearch(search))
    await renderAt(screen, `/projects/1/x${search}`)
    await act(() => answered)
    expect(asked.filter((one) => one === path)).toHaveLength(1)
  },
)

it('a model and its versions are asked for at once', async () => {
  serve()
  await askModel({ projectId: '1', modelId: '3' }, {})
  expect(asked).toEqual(['/api/models/3', '/api/models/3/versions'])
})
