/** Does a remedy: at once, by going where a person can help, or after asking whether the template is to keep the change. */
import { useNavigate } from '@tanstack/react-router'
import { App, Checkbox, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './FailureCard.module.css'
import { type Process, type Remedy, useApplyRemedy } from './queries'

export function useRemedy(process: Process) {
  const { t } = useTranslation(['processes', 'common'])
  const navigate = useNavigate()
  const { modal } = App.useApp()
  const apply = useApplyRemedy()
  const start = (name: string, keep_in_template: boolean) =>
    apply
      .mutateAsync({ params: { path: { process_id: process.id } }, body: { name, keep_in_template } })
      .catch(() => {}) // the cache has told it already
  const ask = (remedy: Remedy) => {
    let keep = false
    modal.confirm({
      title: remedy.label,
      content: <Keep remedy={remedy} choose={(chosen) => (keep = chosen)} />,
      okText: t('failure.apply'),
      cancelText: t('common:cancel'),
      width: 480,
      onOk: () => start(remedy.name, keep),
    })
  }
  const press = (remedy: Remedy) => {
    if (remedy.leads_to) navigate({ to: remedy.leads_to as never })
    else if (remedy.can_be_kept) ask(remedy)
    else void start(remedy.name, false)
  }
  return { press, isPending: apply.isPending }
}

function Keep({ remedy, choose }: { remedy: Remedy; choose: (keep: boolean) => void }) {
  const { t } = useTranslation('processes')
  const reason = remedy.why_not_keep
  return (
    <>
      {remedy.effect}
      <div className={styles.keep}>
        <Tooltip title={reason}>
          <Checkbox disabled={reason !== null} onChange={({ target }) => choose(target.checked)}>
            {t('failure.keep')}
          </Checkbox>
        </Tooltip>
      </div>
    </>
  )
}
