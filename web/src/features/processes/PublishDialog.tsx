/** Makes a completed training a model version (E62): what is published, what the gate says, and a few words for the list. */
import { useNavigate } from '@tanstack/react-router'
import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { $api, type Schemas } from '@/api/client'
import { rules } from '@/api/rules'
import gateStyles from '@/components/gate/Gate.module.css'
import { GateResults } from '@/components/gate/GateResults'
import { Override, UNDECIDED, useHeldUp } from '@/components/gate/Override'
import { headlineOf, networksIn, type Report, type SetResult, setsOf } from '@/components/report/shapes'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useFormat } from '@/lib/format'
import { notify } from '@/lib/notify'
import { type Process, type Publication, useGate } from './queries'

type Version = Schemas['VersionOut']

export function usePublishDialog() {
  const { t } = useTranslation('processes')
  const { modal } = App.useApp()
  const navigate = useNavigate()
  return (process: Process, publish: (given: Publication) => Promise<Version>) => {
    const run = async (given: Publication) => {
      const version = await publish(given)
      dialog.destroy()
      notify.success(t('publish.done', { model: version.model_name, version: version.name }))
      const to = `/projects/${version.project_id}/models/${version.model_id}`
      navigate({ to, search: { version: String(version.id) } } as never) // where its next step is offered
    }
    const dialog = modal.confirm({
      title: t('publish.title', { name: process.model_name }),
      content: <Publishing process={process} run={run} close={() => dialog.destroy()} />,
      footer: null,
      width: 600,
    })
  }
}

interface Props {
  process: Process
  run: (given: Publication) => Promise<unknown>
  close: () => void
}

function Publishing({ process, run, close }: Props) {
  const { t } = useTranslation(['processes', 'common'])
  const [description, write] = useState('')
  const [decision, decide] = useState(UNDECIDED)
  const [isBusy, setBusy] = useState(false)
  const { data: gate, error, refetch } = useGate(process.id, !isBusy)
  const heldUp = useHeldUp()
  const publish = () => {
    setBusy(true)
    run({ description, ...decision }).catch(() => {
      setBusy(false) // the cache has told it already; what the gate says may be new
      void refetch()
    })
  }
  return (
    <>
      <p>{t('publish.text', { model: process.model_name })}</p>
      <Numbers process={process} />
      {error && <ErrorBox error={error} retry={refetch} />}
      {gate && <GateResults results={gate.results} />}
      {gate && <Override gate={gate} decision={decision} decide={decide} />}
      <Input.TextArea
        rows={3}
        maxLength={rules.PublishIn.description.maxLength}
        aria-label={t('publish.description')}
        placeholder={t('publish.description')}
        onChange={({ target }) => write(target.value)}
      />
      <div className={gateStyles.footer}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <ReasonButton type="primary" loading={isBusy} reason={heldUp(gate, decision)} onClick={publish}>
          {t('action.publish')}
        </ReasonButton>
      </div>
    </>
  )
}

/** Of the main network: on the test set where there was one, else on the validation split. */
const measuredIn = (report: Report): SetResult | undefined => setsOf(report, networksIn(report)[0] ?? '').at(-1)

/** What stands in the version list afterwards: of the best state, not the last one, with the set that it was measured on. */
function Numbers({ process }: { process: Process }) {
  const { t } = useTranslation(['processes', 'common'])
  const { percent, number, pair } = useFormat()
  const params = { path: { process_id: process.id } }
  const { data } = $api.useQuery('get', '/api/processes/{process_id}/report', { params })
  const report = data?.report as Report | undefined
  const measured = report && measuredIn(report)
  if (!measured) return null
  const { name, value } = headlineOf(report, measured)
  const set = t(`set.${measured.part === 'test' ? 'test' : 'validation'}`)
  return (
    <p>
      <strong>{pair(t(`common:metric.${name}`), percent(value))}</strong>{' '}
      <span className="mw-muted">{t('publish.measured', { set, samples: number(measured.samples) })}</span>
    </p>
  )
}
