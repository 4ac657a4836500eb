/** Makes a completed training a model version (E62): what is published, and a few words for the version list. */
import { useNavigate } from '@tanstack/react-router'
import { App, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { $api, type Schemas } from '@/api/client'
import { headlineOf, networksIn, type Report, type SetResult, setsOf } from '@/components/report/shapes'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import type { Process } from './queries'

type Version = Schemas['VersionOut']
const LONGEST = 2000

export function usePublishDialog() {
  const { t } = useTranslation(['processes', 'common'])
  const { modal } = App.useApp()
  const navigate = useNavigate()
  return (process: Process, publish: (description: string) => Promise<Version>) => {
    let description = ''
    const run = async () => {
      const version = await publish(description)
      notify.success(t('publish.done', { model: version.model_name, version: version.name }))
      navigate({ to: `/projects/${version.project_id}/models/${version.model_id}` as never })
    }
    modal.confirm({
      title: t('publish.title', { name: process.template_name }),
      content: <Words process={process} write={(text) => (description = text)} />,
      okText: t('action.publish'),
      cancelText: t('common:cancel'),
      width: 520,
      onOk: run,
    })
  }
}

function Words({ process, write }: { process: Process; write: (text: string) => void }) {
  const { t } = useTranslation('processes')
  return (
    <>
      <p>{t('publish.text', { model: process.template_name })}</p>
      <Numbers process={process} />
      <Input.TextArea
        rows={3}
        maxLength={LONGEST}
        aria-label={t('publish.description')}
        placeholder={t('publish.description')}
        onChange={({ target }) => write(target.value)}
      />
    </>
  )
}

/** Of the main network: on the test set where there was one, else on the validation split. */
const measuredIn = (report: Report): SetResult | undefined => setsOf(report, networksIn(report)[0] ?? '').at(-1)

/** What stands in the version list afterwards: of the best state, not the last one, with the set that it was measured on. */
function Numbers({ process }: { process: Process }) {
  const { t } = useTranslation(['processes', 'common'])
  const { percent, number } = useFormat()
  const params = { path: { process_id: process.id } }
  const { data } = $api.useQuery('get', '/api/processes/{process_id}/report', { params })
  const measured = data && measuredIn(data.report as Report)
  if (!measured) return null
  const { name, value } = headlineOf(measured)
  const set = t(`set.${measured.part === 'test' ? 'test' : 'validation'}`)
  return (
    <p>
      <strong>
        {t(`common:metric.${name}`)}: {percent(value)}
      </strong>{' '}
      <span className="mw-muted">{t('publish.measured', { set, samples: number(measured.samples) })}</span>
    </p>
  )
}
