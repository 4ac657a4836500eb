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
import type { Ask } from '@/lib/params'
import { parseSearch, stringifySearch } from '@/lib/useUrlState'
import { Frame } from './frame/Frame'
import { NotFound } from './NotFound'
import { ScreenError } from './ScreenError'

const A_MOMENT_MS = 150

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

const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyRouteComponent(() => import('@/features/sign-in'), 'NewPasswordScreen'),
  beforeLoad: async () => {
    const { account } = await queryClient.ensureQueryData(sessionOptions)
    if (!account) throw redirect({ to: '/sign-in' })
  },
})

/** Everything inside the frame needs a person; who is not signed in comes back here afterwards. */
const framed = createRoute({
  getParentRoute: () => root,
  id: 'framed',
  component: Frame,
  beforeLoad: async ({ location }) => {
    const { account } = await queryClient.ensureQueryData(sessionOptions)
    if (!account) throw redirect({ to: '/sign-in', search: { next: location.href } })
    if (account.must_set_password) throw redirect({ to: '/new-password', search: { next: location.href } })
  },
})

/** `ask` fetches what the screen shows while its program is loaded; a moment is waited for it, so that an answer that comes at once is
 * drawn at once, and a screen whose answer takes longer stands and says so. */
const screen = (path: string, component: ReturnType<typeof lazyRouteComponent>, ask?: () => Promise<Ask>) =>
  createRoute({
    getParentRoute: () => framed,
    path,
    component,
    loader:
      ask &&
      (({ params, location }) => Promise.race([ask().then((it) => it(params, location.search), leave), aMoment()])),
  })
const aMoment = () => new Promise((resolve) => setTimeout(resolve, A_MOMENT_MS))
/** A program that cannot be loaded is the component's to tell, or to mend by a reload. */
const leave = () => undefined

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
    '/admin/environment',
    lazyRouteComponent(() => import('@/features/environment'), 'EnvironmentScreen'),
  ),
  screen(
    '/admin/task-types',
    lazyRouteComponent(() => import('@/features/task-types'), 'TaskTypesScreen'),
  ),
  screen(
    '/admin/compute-profiles',
    lazyRouteComponent(() => import('@/features/compute-profiles'), 'ComputeProfilesScreen'),
  ),
  screen(
    '/projects',
    lazyRouteComponent(() => import('./ProjectsPage'), 'ProjectsPage'),
  ),
  createRoute({
    getParentRoute: () => framed,
    path: inProject,
    beforeLoad: ({ params }) => {
      throw redirect({ to: `/projects/${params.projectId}/overview` as never })
    },
  }),
  screen(
    `${inProject}/overview`,
    lazyRouteComponent(() => import('./OverviewPage'), 'OverviewPage'),
  ),
  screen(
    `${inProject}/datasets`,
    lazyRouteComponent(() => import('@/features/datasets'), 'DatasetsScreen'),
    () => import('@/features/datasets').then((it) => it.askDatasets),
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
    () => import('@/features/templates').then((it) => it.askTemplates),
  ),
  screen(
    `${inProject}/templates/$templateId`,
    lazyRouteComponent(() => import('@/features/templates'), 'TemplateScreen'),
  ),
  screen(
    `${inProject}/processes`,
    lazyRouteComponent(() => import('@/features/processes'), 'ProcessesScreen'),
    () => import('@/features/processes').then((it) => it.askProcesses),
  ),
  screen(
    `${inProject}/processes/$processId`,
    lazyRouteComponent(() => import('./ProcessPage'), 'ProcessPage'),
  ),
  screen(
    `${inProject}/compare`,
    lazyRouteComponent(() => import('@/features/comparison'), 'ComparisonScreen'),
  ),
  screen(
    `${inProject}/schedules`,
    lazyRouteComponent(() => import('@/features/schedules'), 'SchedulesScreen'),
    () => import('@/features/schedules').then((it) => it.askSchedules),
  ),
  screen(
    `${inProject}/models`,
    lazyRouteComponent(() => import('@/features/models'), 'ModelsScreen'),
    () => import('@/features/models').then((it) => it.askModels),
  ),
  screen(
    `${inProject}/models/new`,
    lazyRouteComponent(() => import('@/features/templates'), 'WizardScreen'),
  ),
  screen(
    `${inProject}/models/$modelId`,
    lazyRouteComponent(() => import('./ModelPage'), 'ModelPage'),
    () => import('@/features/models').then((it) => it.askModel),
  ),
  screen(
    `${inProject}/queue`,
    lazyRouteComponent(() => import('@/features/queue'), 'QueueScreen'),
    () => import('@/features/queue').then((it) => it.askQueue),
  ),
  screen(
    `${inProject}/machines`,
    lazyRouteComponent(() => import('@/features/machines'), 'MachinesScreen'),
  ),
  screen(
    '/admin/users',
    lazyRouteComponent(() => import('@/features/users'), 'UsersScreen'),
  ),
  screen(
    '/admin/roles',
    lazyRouteComponent(() => import('@/features/roles'), 'RolesScreen'),
  ),
  screen(
    '/admin/roles/$roleId',
    lazyRouteComponent(() => import('@/features/roles'), 'RoleScreen'),
  ),
  screen(
    '/admin/journal',
    lazyRouteComponent(() => import('@/features/journal'), 'JournalScreen'),
  ),
  screen(
    `${inProject}/machines/$machineId`,
    lazyRouteComponent(() => import('@/features/machines'), 'MachineScreen'),
  ),
  screen(
    '/admin/storage',
    lazyRouteComponent(() => import('@/features/storage'), 'StorageScreen'),
  ),
  screen(
    '/admin/queue',
    lazyRouteComponent(() => import('@/features/queue'), 'QueueScreen'),
    () => import('@/features/queue').then((it) => it.askQueue),
  ),
  screen(
    '/admin/machines',
    lazyRouteComponent(() => import('@/features/machines'), 'MachinesScreen'),
  ),
  screen(
    '/admin/machines/$machineId',
    lazyRouteComponent(() => import('@/features/machines'), 'MachineScreen'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren([signIn, welcome, newPassword, framed.addChildren(routes)]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: ScreenError,
  scrollRestoration: true,
})

setOnUnauthorized(({ status }) => {
  if (['/sign-in', '/welcome', '/new-password'].includes(router.state.location.pathname)) return
  queryClient.removeQueries({ queryKey: sessionOptions.queryKey })
  const to = status === 401 ? '/sign-in' : '/new-password'
  router.navigate({ to, search: { next: router.state.location.href } } as never)
})
