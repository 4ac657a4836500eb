/** What one wants to be told of, and how: for all projects, or otherwise for a single one. */
import { Alert, Button, Checkbox, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { $api, type Schemas } from '@/api/client'
import { queryClient } from '@/api/queryClient'
import { useSession } from '@/api/session'
import { RemoteSelect } from '@/components/ui/RemoteSelect'
import { notify } from '@/lib/notify'
import styles from './Account.module.css'
import { Card } from './Card'

type Choices = Schemas['ChoicesOut']
type Choice = Schemas['ChoiceOut']
type Way = Choice['channels'][string][number]

const PATH = '/api/account/notice-choices'
const ALL = 0
/** Projects are listed so many at a time. */
const PAGE_OF_PROJECTS = 100

const projectsPage = (asked: { search: string; cursor: string }) =>
  $api.queryOptions('get', '/api/projects', { params: { query: { ...asked, limit: PAGE_OF_PROJECTS } } })

export function NoticesCard() {
  const { t } = useTranslation('account')
  const { data } = $api.useQuery('get', PATH)
  const [projectId, setProjectId] = useState(ALL)
  if (!data) return null
  const own = data.projects.find((row) => row.project_id === projectId)
  return (
    <Card title={t('notices.title')}>
      <div id="notices">
        <p className="mw-muted">{t('notices.text')}</p>
        <EmailHint email={data.email} />
        <ProjectChoice choices={data} value={projectId} set={setProjectId} />
        <Table key={projectId} choices={data} choice={own ?? data.general} projectId={projectId} />
        <div className={styles.noticeButtons}>
          {own && <AsElsewhere projectId={projectId} />}
          <TestMail isConfigured={data.email.is_configured} />
        </div>
      </div>
    </Card>
  )
}

function EmailHint({ email }: { email: Choices['email'] }) {
  const { t } = useTranslation('account')
  if (email.is_configured && email.address) return null
  const text = email.is_configured ? t('notices.noAddress') : t('notices.noMail')
  return <Alert type="info" showIcon className={styles.alert} title={text} />
}

interface ProjectProps {
  choices: Choices
  value: number
  set: (projectId: number) => void
}

/** Projects with a choice of their own are marked. */
function ProjectChoice({ choices, value, set }: ProjectProps) {
  const { t } = useTranslation('account')
  const chosen = new Set(choices.projects.map(({ project_id }) => project_id))
  return (
    <RemoteSelect
      className={styles.noticeProject}
      label={t('notices.project')}
      page={projectsPage}
      size={PAGE_OF_PROJECTS}
      choiceOf={({ id, name }) => ({ value: id, label: chosen.has(id) ? t('notices.ownChoice', { name }) : name })}
      ahead={[{ value: ALL, label: t('notices.allProjects') }]}
      value={[value]}
      onChange={([project]) => project && set(project.value)}
    />
  )
}

interface TableProps {
  choices: Choices
  choice: Choice
  projectId: number
}

function Table({ choices, choice, projectId }: TableProps) {
  const { t } = useTranslation('account')
  const save = useSave()
  const send = (changed: Partial<Choice>) =>
    save.mutate({ body: { project_id: projectId || null, ...choice, ...changed } })
  const toggle = (event: string, way: Way, on: boolean) => {
    const ways = (choice.channels[event] ?? []).filter((one) => one !== way)
    send({ channels: { ...choice.channels, [event]: on ? [...ways, way] : ways } })
  }
  const whose = (['own', 'everyones'] as const).map((value) => ({ value, label: t(`notices.${value}`) }))
  const ways = ['bell', 'email'] as const
  return (
    <>
      <Segmented
        aria-label={t('notices.whose')}
        options={whose}
        value={choice.whose}
        onChange={(value) => send({ whose: value })}
      />
      <table className={styles.notices}>
        <thead>
          <tr>
            <th scope="col">{t('notices.event')}</th>
            {ways.map((way) => (
              <th scope="col" key={way}>
                {t(`notices.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {choices.events.map(({ key, label }) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              {ways.map((way) => (
                <td key={way}>
                  <Checkbox
                    aria-label={`${label}: ${t(`notices.${way}`)}`}
                    checked={choice.channels[key]?.includes(way)}
                    disabled={save.isPending}
                    onChange={({ target }) => toggle(key, way, target.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function useSave() {
  const keep = useKeep()
  return $api.useMutation('put', PATH, { onSuccess: keep })
}

/** The answer is what is chosen now. */
function useKeep() {
  const { queryKey } = $api.queryOptions('get', PATH)
  return (choices: Choices) => void queryClient.setQueryData(queryKey, choices)
}

function AsElsewhere({ projectId }: { projectId: number }) {
  const { t } = useTranslation('account')
  const forget = $api.useMutation('delete', `${PATH}/{project_id}`, { onSuccess: useKeep() })
  const run = () => forget.mutate({ params: { path: { project_id: projectId } } })
  return <Button onClick={run}>{t('notices.asElsewhere')}</Button>
}

/** For administrators: whether the server's mail works. */
function TestMail({ isConfigured }: { isConfigured: boolean }) {
  const { t } = useTranslation('account')
  const account = useSession().data?.account
  const test = $api.useMutation('post', '/api/mail/test', {
    onSuccess: () => notify.success(t('notices.tested', { address: account?.email })),
  })
  if (!account?.is_administrator || !isConfigured) return null
  return (
    <Button loading={test.isPending} onClick={() => test.mutate({})}>
      {t('notices.testMail')}
    </Button>
  )
}
