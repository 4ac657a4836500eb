/** All addresses of the interface. Screens load with their first visit. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { setOnUnauthorized } from '@/api/client'
import { queryClient } from '@/api/queryClient'
import { sessionOptions } from '@/api/session'
import { parseSearch, stringifySearch } from '@/lib/useUrlState'
import { Frame } from './frame/Frame'
import { NotFound } from './NotFound'
import { ScreenError } from './ScreenError'

const root = createRootRoute({
  component: Outlet,
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string | undefined>,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('@/features/sign-in'), 'SignInScreen'),
})
const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('@/features/sign-in'), 'WelcomeScreen'),
})

/** Everything inside the frame needs a person; who is not signed in comes back here afterwards. */
const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: Frame,
  beforeLoad: async ({ location }) => {
    const { account } = await queryClient.ensureQueryData(sessionOptions)
    if (!account) throw redirect({ to: '/sign-in', search: { next: location.href } })
  },
})

const screen = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => framed, path, component })

const home = createRoute({
  getParentRoute: () => framed,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects' as never })
  },
})

const inProject = '/projects/$projectId'
const routes = [
  home,
  screen(
    '/account',
    lazyRouteComponent(() => import('@/features/account'), 'AccountScreen'),
  ),
  screen(
    '/projects',
    lazyRouteComponent(() => import('@/features/projects'), 'ProjectsScreen'),
  ),
  createRoute({
    getParentRoute: () => framed,
    path: inProject,
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/projects/${params.projectId}/datasets` as never })
    },
  }),
  screen(
    `${inProject}/datasets`,
    lazyRouteComponent(() => import('@/features/datasets'), 'DatasetsScreen'),
  ),
  screen(
    `${inProject}/datasets/$datasetId`,
    lazyRouteComponent(() => import('@/features/datasets'), 'DatasetScreen'),
  ),
  screen(
    `${inProject}/base-models`,
    lazyRouteComponent(() => import('@/features/base-models'), 'BaseModelsScreen'),
  ),
  screen(
    `${inProject}/templates`,
    lazyRouteComponent(() => import('@/features/templates'), 'TemplatesScreen'),
  ),
  screen(
    `${inProject}/templates/$templateId`,
    lazyRouteComponent(() => import('@/features/templates'), 'TemplateScreen'),
  ),
  screen(
    `${inProject}/processes`,
    lazyRouteComponent(() => import('@/features/processes'), 'ProcessesScreen'),
  ),
  screen(
    `${inProject}/processes/$processId`,
    lazyRouteComponent(() => import('./ProcessPage'), 'ProcessPage'),
  ),
  screen(
    `${inProject}/models`,
    lazyRouteComponent(() => import('@/features/models'), 'ModelsScreen'),
  ),
  screen(
    `${inProject}/models/$modelId`,
    lazyRouteComponent(() => import('./ModelPage'), 'ModelPage'),
  ),
  screen(
    `${inProject}/machines`,
    lazyRouteComponent(() => import('@/features/machines'), 'MachinesScreen'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, welcome, framed.addChildren(routes)]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ScreenError,
  scrollRestoration: true,
})

setOnUnauthorized(() => {
  if (['/sign-in', '/welcome'].includes(router.state.location.pathname)) return
  queryClient.removeQueries({ queryKey: sessionOptions.queryKey })
  router.navigate({ to: '/sign-in', search: { next: router.state.location.href } } as never)
})
