/** What choosing a template asks of the server. */
import { $api } from '@/api/client'

/** Templates are listed so many at a time. */
export const PAGE_OF_TEMPLATES = 100

const pageOf = (projectId: number, asked: { search: string; cursor: string }) =>
  [
    'get',
    '/api/projects/{project_id}/templates',
    { params: { path: { project_id: projectId }, query: { ...asked, limit: PAGE_OF_TEMPLATES, sort: 'name' } } },
  ] as const

export const templatesPage = (projectId: number, asked: { search: string; cursor: string }) =>
  $api.queryOptions(...pageOf(projectId, asked))

/** The first of them. */
export const useTemplates = (projectId: number) => $api.useQuery(...pageOf(projectId, { search: '', cursor: '' }))

export const useTemplate = (id: number | undefined) =>
  $api.useQuery(
    'get',
    '/api/templates/{template_id}',
    { params: { path: { template_id: id ?? 0 } } },
    { enabled: id !== undefined },
  )
