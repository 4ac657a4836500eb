/** What the person has begun and not finished: to go on with, or to throw away. */
import { DeleteOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { DateTime } from '@/components/ui/Formatted'
import { type Begun, useDiscard, useDrafts } from './queries'
import { steps } from './steps'
import styles from './Wizard.module.css'

export function GoOnWith({ projectId }: { projectId: number }) {
  const { t } = useTranslation('wizard')
  const { data } = useDrafts(projectId)
  if (!data?.length) return null
  return (
    <section className={`mw-card ${styles.begun}`} aria-labelledby="wizard-begun">
      <h2 id="wizard-begun">{t('begun.title')}</h2>
      <ul>
        {data.map((draft) => (
          <One key={draft.id} projectId={projectId} draft={draft} />
        ))}
      </ul>
    </section>
  )
}

function One({ projectId, draft: { id, name, step, retrains, modified_at } }: { projectId: number; draft: Begun }) {
  const { t } = useTranslation('wizard')
  const ask = useConfirm()
  const discard = useDiscard()
  const called = name || t('begun.nameless')
  const askDiscard = () =>
    ask({
      title: t('discard.title', { name: called }),
      text: t('discard.text'),
      verb: t('discard.verb'),
      run: () => discard.mutateAsync({ params: { path: { project_id: projectId, draft: id } } }),
    })
  const place = steps[step - 1] ?? 'base'
  return (
    <li>
      <Link to={`/projects/${projectId}/models/new` as never} search={{ draft: String(id) } as never}>
        {t('begun.goOn', { name: called })}
      </Link>
      <span className="mw-muted">
        {[retrains, t('stepOf', { number: step, total: steps.length, name: t(`step.${place}`) })]
          .filter(Boolean)
          .join(' · ')}{' '}
        · <DateTime value={modified_at} />
      </span>
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t('discard.of', { name: called })}
        onClick={askDiscard}
      />
    </li>
  )
}
