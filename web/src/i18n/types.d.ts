/** Makes keys typed: a misspelt or missing key is an error of the compiler. One line for each namespace. */
import 'i18next'
import type account from './en/account.json'
import type baseModels from './en/base-models.json'
import type common from './en/common.json'
import type comparison from './en/comparison.json'
import type computeProfiles from './en/compute-profiles.json'
import type datasets from './en/datasets.json'
import type environment from './en/environment.json'
import type gate from './en/gate.json'
import type guide from './en/guide.json'
import type journal from './en/journal.json'
import type machines from './en/machines.json'
import type models from './en/models.json'
import type monitoring from './en/monitoring.json'
import type notices from './en/notices.json'
import type overview from './en/overview.json'
import type processes from './en/processes.json'
import type projects from './en/projects.json'
import type queue from './en/queue.json'
import type reports from './en/reports.json'
import type rights from './en/rights.json'
import type roles from './en/roles.json'
import type schedules from './en/schedules.json'
import type signIn from './en/sign-in.json'
import type storage from './en/storage.json'
import type taskTypes from './en/task-types.json'
import type templates from './en/templates.json'
import type users from './en/users.json'
import type wizard from './en/wizard.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      account: typeof account
      'base-models': typeof baseModels
      common: typeof common
      comparison: typeof comparison
      'compute-profiles': typeof computeProfiles
      datasets: typeof datasets
      environment: typeof environment
      gate: typeof gate
      guide: typeof guide
      journal: typeof journal
      machines: typeof machines
      models: typeof models
      monitoring: typeof monitoring
      notices: typeof notices
      overview: typeof overview
      processes: typeof processes
      projects: typeof projects
      queue: typeof queue
      reports: typeof reports
      rights: typeof rights
      roles: typeof roles
      schedules: typeof schedules
      'sign-in': typeof signIn
      storage: typeof storage
      'task-types': typeof taskTypes
      templates: typeof templates
      users: typeof users
      wizard: typeof wizard
    }
  }
}
